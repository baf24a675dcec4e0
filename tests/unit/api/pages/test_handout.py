import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from api.pages.handout import ATTRIBUTES, TAGS, sections

ROOT = Path(__file__).parents[4]


def rendered(markdown: str) -> str:
    """The HTML of a handout without titles."""
    (section,) = sections(markdown)
    return section.html


class Elements(HTMLParser):
    """The elements and attributes that a browser would make of some HTML."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]


def test_maths_is_left_as_readable_tex() -> None:
    html = rendered("For $a < b$:\n\n$$\\frac{a}{b}$$\n")
    assert '<span class="math inline">a &lt; b</span>' in html
    assert "\\frac{a}{b}" in html
    assert 'class="math block"' in html


def test_prices_are_no_maths() -> None:
    assert "math" not in rendered("It costs $5 and $6.")


def test_maths_may_begin_a_text_that_ends_in_a_digit() -> None:
    assert '<span class="math inline">x</span>' in rendered("| a |\n|---|\n| $x$ for row 0 |")
    assert "math" not in rendered("$5 and $6")


def test_no_handout_of_the_house_leaves_maths_unread() -> None:
    handouts = [*ROOT.glob("problems/*/handout.md"), *ROOT.glob("assignments/*/handout.md")]
    assert len(handouts) > 30
    for handout in handouts:
        html = "".join(section.html for section in sections(handout.read_text(encoding="utf-8")))
        prose = re.sub(r'(?s)<(span|div) class="math[^"]*">.*?</\1>|<(pre|code).*?</\2>', "", html)
        assert not re.findall(r".{0,30}[$\\].{0,30}", prose), handout


def test_code_is_coloured_by_classes() -> None:
    html = rendered("```python\ndef f(): pass\n```")
    assert '<span class="k">def</span>' in html
    assert "style=" not in html


def test_code_in_an_unknown_language_is_shown_as_it_is() -> None:
    assert "a &lt; b" in rendered("```klingon\na < b\n```")


def test_tables_align_without_styles_and_scroll_by_keyboard() -> None:
    html = rendered("| a | b |\n|:--|--:|\n| 1 | 2 |\n")
    assert '<td class="align-right">2</td>' in html
    assert 'tabindex="0"' in html
    assert "style=" not in html


def test_each_title_begins_a_section_whose_headings_lie_below_the_pages_own() -> None:
    first, second = sections("# Whole\n\nHello.\n\n## Part\n\n# Problem *one*\n\n### Detail\n")
    assert first.title == "Whole"
    assert first.html == '<p>Hello.</p>\n<h4 id="handout-part">Part</h4>\n'
    assert second.title == "Problem *one*"
    assert second.html.startswith("<h5")


def test_text_before_the_first_title_is_a_section_without_one() -> None:
    assert [section.title for section in sections("Hello.\n\n# Problem\n\nText.\n")] == ["", "Problem"]


@pytest.mark.parametrize(
    "hostile",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[x](javascript:alert(1))",
        "![x](https://elsewhere.example/pixel.png)",
        "$<img src=x onerror=alert(1)>$",
        "$$\n</div><script>alert(1)</script>\n$$",
        "```<script>\nx\n```",
        '```"><script>alert(1)</script>\nx\n```',
        '<a href="data:text/html,x" onclick="x" style="color:red">x</a>',
        "## <iframe src=https://elsewhere.example></iframe>",
    ],
)
def test_nothing_in_a_handout_can_act(hostile: str) -> None:
    reader = Elements()
    reader.feed(rendered(hostile))
    assert reader.names <= TAGS
    assert all(name in ATTRIBUTES.get(element, set()) | {"rel"} for element, name, _ in reader.attributes)
    assert not any("script:" in value or "data:" in value for _, _, value in reader.attributes)


def test_an_empty_handout_has_no_sections() -> None:
    assert sections("") == sections("# A title alone") == ()
