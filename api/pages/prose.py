"""What people write to each other, in the Markdown of handouts, as safe HTML."""

from collections.abc import Iterable
from functools import lru_cache

import nh3
from markupsafe import Markup

from api.pages.handout import ATTRIBUTES, PARSER, TAGS
from graders.text import plain_text

PLAIN = {tag: allowed - {"id"} for tag, allowed in ATTRIBUTES.items() if tag not in ("h4", "h5")}
"""No anchors: of many remarks on one page, two would have the same."""


@lru_cache(maxsize=1024)
def prose(text: str) -> Markup:
    """Render a remark.

    Headings are bold lines: it is no document. Nothing in it can act or turn a line around.
    """
    tokens = PARSER.parse(plain_text(text))
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = "p"
    html = PARSER.renderer.render(tokens, PARSER.options, {})
    safe = nh3.clean(html, tags=TAGS, attributes=PLAIN, url_schemes={"http", "https", "mailto"})
    return Markup(safe)  # noqa: S704  (sanitized the line before)


def has_maths(texts: Iterable[Markup]) -> bool:
    """Whether there is maths to typeset in any of these remarks."""
    return any('class="math' in text for text in texts)
