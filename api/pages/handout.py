"""A handout's Markdown and LaTeX as safe HTML.

Maths is left as its TeX source in elements of class `math`, which `maths.js` typesets; without JavaScript
the source stays readable. Code is coloured by classes, since the content policy allows no inline style.
"""

import re
from collections.abc import Iterator, MutableMapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from itertools import pairwise
from typing import Any

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup
from mdit_py_plugins.anchors import anchors_plugin
from mdit_py_plugins.dollarmath import dollarmath_plugin
from pygments import highlight
from pygments.formatters import HtmlFormatter
from pygments.lexers import get_lexer_by_name
from pygments.util import ClassNotFound

TAGS = {
    *("h4", "h5", "h6", "p", "br", "hr", "blockquote", "pre", "code", "span", "div"),
    *("em", "strong", "s", "a", "ul", "ol", "li"),
    *("table", "thead", "tbody", "tr", "th", "td"),
}
ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "title"},
    "ol": {"start"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "th": {"class"},
    "td": {"class"},
    "span": {"class"},
    "code": {"class"},
    "pre": {"class", "tabindex"},
    "h4": {"id"},
    "h5": {"id"},
}


@dataclass(frozen=True)
class Section:
    """A part of a handout under one title; the text before the first title has none. html is safe."""

    title: str
    anchor: str
    html: Markup


@lru_cache(maxsize=64)
def sections(markdown: str) -> tuple[Section, ...]:
    """Render a handout, which begins with a title that the page says already, in one section a title.

    The HTML holds no script, no style and no foreign element; its headings begin at level 4.
    """
    parts = list(titled(PARSER.parse(markdown)))
    return tuple(section(*part) for part in parts if part[1])


def titled(tokens: Sequence[Token]) -> Iterator[tuple[Sequence[Token], Sequence[Token]]]:
    """Split a handout at its titles: the three tokens of each and what follows it."""
    starts = [
        place for place, token in enumerate(tokens) if token.type == "heading_open" and token.tag == "h1"
    ]
    first = starts[0] if starts else len(tokens)
    yield (), tokens[:first]
    for start, end in pairwise([*starts, len(tokens)]):
        yield tokens[start : start + 3], tokens[start + 3 : end]


def section(title: Sequence[Token], body: Sequence[Token]) -> Section:
    """Render one part."""
    for token in body:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) + 2, 6)}"
    html = PARSER.renderer.render(body, PARSER.options, {})
    safe = nh3.clean(html, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"http", "https", "mailto"})
    named = title[1].content.strip() if title else ""
    return Section(named, anchor(named), Markup(safe))  # noqa: S704  (sanitized the line before)


def coloured(code: str, language: str, _attributes: str) -> str:
    """Colour code by classes; code in a language that nobody knows is only escaped."""
    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        return escape(code)
    return str(highlight(code, lexer, HtmlFormatter(nowrap=True)))


def maths(tex: str, options: MutableMapping[str, Any]) -> str:
    """Leave TeX as it is; the class `math` asks for its typesetting."""
    return escape(tex.strip())


def unmistaken(tokens: Sequence[Token]) -> None:
    """End text that begins with maths and ends in a digit with a space.

    A digit before a dollar makes a price of it; at the very start of a text the plugin looks for one before
    its first character, which in Python is its last.
    """
    for token in tokens:
        if token.type == "inline" and token.content.startswith("$") and token.content[-1].isdigit():
            token.content += " "


def aligned(tokens: Sequence[Token]) -> None:
    """Turn the alignment of table cells, a style in Markdown's output, into a class."""
    for token in tokens:
        style = token.attrs.pop("style", None)
        if isinstance(style, str):
            token.attrs["class"] = style.replace("text-align:", "align-")


def anchor(title: str) -> str:
    """Name a heading for links, apart from the names that the page itself uses."""
    return "handout-" + re.sub(r"\W+", "-", title.lower()).strip("-")


def parser() -> MarkdownIt:
    """Make the Markdown dialect of handouts: CommonMark, tables, strikethrough and dollar maths."""
    markdown = MarkdownIt("commonmark", {"html": False, "highlight": coloured})
    markdown.enable(["table", "strikethrough"])
    markdown.use(dollarmath_plugin, allow_space=False, allow_digits=False, allow_labels=False, renderer=maths)
    markdown.use(anchors_plugin, max_level=3, slug_func=anchor)
    markdown.core.ruler.before("inline", "unmistaken", lambda state: unmistaken(state.tokens))
    markdown.core.ruler.push("aligned", lambda state: aligned(state.tokens))
    # A wide table scrolls by itself, so a keyboard must be able to reach it.
    wide = '<div class="wide" tabindex="0" role="group" aria-label="Table"><table>\n'
    markdown.add_render_rule("table_open", lambda *_: wide)
    markdown.add_render_rule("table_close", lambda *_: "</table></div>\n")
    return markdown


PARSER = parser()
