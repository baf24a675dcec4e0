"""The pages serve everybody: by keyboard, without a script, on small screens, in the dark, read aloud."""

from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.fixtures.browser import chromium, opened
from tests.fixtures.site import ASSIGNMENT, PASSWORD, STUDENT, Site, furnished, passing, site
from tests.fixtures.student import a_file, address, hand_in, page, sign_in, wrong

__all__ = ["address", "chromium", "furnished", "page", "site"]

pytestmark = pytest.mark.browser


def test_everything_can_be_done_by_keyboard(chromium: Browser, address: str, site: Site) -> None:
    with opened(chromium, address) as page:
        # Chromium is told to hand choosers over only once somebody listens, which takes it a moment.
        page.on("filechooser", lambda _: None)
        page.goto("/")
        page.keyboard.type(STUDENT)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("My courses")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
        page.keyboard.press("Enter")
        tab_to(page, "An introduction to neural networks")
        page.keyboard.press("Enter")
        page.wait_for_url(f"**{ASSIGNMENT}")
        tab_to(page, "handin")
        with page.expect_file_chooser() as chooser:
            page.keyboard.press("Space")
        chooser.value.set_files(a_file())
        tab_to(page, "Hand in")
        page.keyboard.press("Enter")
        page.wait_for_url("**/submissions/*")
        site.grade(wrong)
        page.reload()
        second = page.locator(".checks > li > details").nth(1)
        tab_to(page, second.locator("summary .name").first.inner_text())
        page.keyboard.press("Enter")
        expect(second).to_have_attribute("open", "")


def tab_to(page: Page, wanted: str) -> None:
    """Press Tab until the focus is on what has this id or holds this text; it must show where it is."""
    for _ in range(60):
        page.keyboard.press("Tab")
        focus = page.evaluate(
            "(() => { const e = document.activeElement, shown = e.closest('.drop-area') ?? e;"
            "return [e.id, e.innerText, getComputedStyle(shown).outlineStyle]; })()"
        )
        if focus[0] == wanted or (focus[1] and wanted in focus[1] and len(focus[1]) < 200):
            assert focus[2] == "solid"
            return
    pytest.fail(f"The keyboard never reached {wanted!r}.")


def test_everything_can_be_done_without_a_script(chromium: Browser, address: str, site: Site) -> None:
    with opened(chromium, address, java_script_enabled=False) as page:
        sign_in(page)
        page.get_by_role("link", name="An introduction to neural networks").click()
        page.get_by_label("Drop your handin here").set_input_files(a_file())
        page.get_by_role("button", name="Hand in").click()
        expect(page.locator(".score .verdict")).to_have_text("Queued, 1st in line")
        site.grade(wrong)
        expect(page.get_by_text("0 of 95 points")).to_be_visible(timeout=10_000)
        page.goto(ASSIGNMENT)
        expect(page.locator(".math.block").first).to_contain_text("\\frac")


def test_a_refusal_without_a_script_leads_back(chromium: Browser, address: str) -> None:
    with opened(chromium, address, excused="422", java_script_enabled=False) as page:
        sign_in(page)
        page.goto(ASSIGNMENT)
        page.get_by_label("Drop your handin here").set_input_files(a_file("notes.txt", b"no archive"))
        page.get_by_role("button", name="Hand in").click()
        page.get_by_role("link", name="Back").click()
        page.wait_for_url(f"**{ASSIGNMENT}")


@pytest.mark.parametrize("width", [320, 768, 1440])
def test_no_page_scrolls_sideways(chromium: Browser, address: str, site: Site, width: int) -> None:
    with opened(chromium, address, excused="404", viewport={"width": width, "height": 640}) as page:
        sign_in(page)
        hand_in(page)
        there = page.url
        site.grade(wrong)
        for path in ("/", ASSIGNMENT, there, "/nowhere"):
            page.goto(path)
            open_everything(page)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, path


def open_everything(page: Page) -> None:
    """Unfold every part of a page."""
    page.evaluate("document.querySelectorAll('details').forEach((part) => { part.open = true; })")


CONTRASTS = """() => {
  const parse = (color) => color.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map((value) => value / 255)
    .map((value) => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4)
    .reduce((sum, value, place) => sum + value * [0.2126, 0.7152, 0.0722][place], 0);
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = parse(getComputedStyle(at).backgroundColor);
      if (color.length < 4 || color[3] > 0) return color;
    }
  };
  const found = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || !element.checkVisibility({ visibilityProperty: true })) continue;
    if (element.closest("noscript, .spoken, .katex-mathml")) continue;
    const pair = [light(parse(getComputedStyle(element).color)), light(ground(element))];
    const ratio = (Math.max(...pair) + 0.05) / (Math.min(...pair) + 0.05);
    if (ratio < 4.5) found.push([walker.currentNode.data.trim().slice(0, 40), ratio]);
  }
  return found;
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_stands_out_from_its_ground(
    chromium: Browser, address: str, site: Site, scheme: str
) -> None:
    with opened(chromium, address, color_scheme=scheme) as page:
        page.goto("/sign-in")
        assert page.evaluate(CONTRASTS) == []
        sign_in(page)
        hand_in(page)
        there = page.url
        site.grade(lambda problem, check: (wrong if check.name == "backward" else passing)(problem, check))
        for path in ("/", ASSIGNMENT, there):
            page.goto(path)
            open_everything(page)
            assert page.evaluate(CONTRASTS) == [], path


def test_the_dark_scheme_is_dark(chromium: Browser, address: str) -> None:
    grounds = []
    for scheme in ("light", "dark"):
        with opened(chromium, address, color_scheme=scheme) as page:
            page.goto("/sign-in")
            grounds.append(page.evaluate("getComputedStyle(document.body).backgroundColor"))
    assert grounds == ["rgb(251, 251, 250)", "rgb(19, 20, 22)"]


def test_every_control_has_a_name_and_headings_step_down_one_by_one(page: Page, site: Site) -> None:
    hand_in(page)
    there = page.url
    site.grade(wrong)
    for path in ("/", ASSIGNMENT, there):
        page.goto(path)
        open_everything(page)
        snapshot = page.locator("body").aria_snapshot()
        for role in ("button", "link", "textbox", "img", "region", "table"):
            assert f"- {role}\n" not in snapshot, f"{path}: a {role} without a name"
        levels = page.evaluate(
            "[...document.querySelectorAll('h1,h2,h3,h4,h5,h6')].map((e) => +e.tagName[1])"
        )
        assert levels[0] == 1
        assert all(after - before <= 1 for before, after in pairwise(levels)), (
            path,
            levels,
        )
