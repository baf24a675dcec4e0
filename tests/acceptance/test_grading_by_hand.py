"""What people decide, in a real browser: code, plots and a PDF are handed in; a TA confirms and changes."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from graders.archive import write_tar
from tests.acceptance.test_pages_for_everybody import CONTRASTS, open_everything
from tests.fixtures.browser import chromium, opened
from tests.fixtures.by_hand import BY_HAND, handin, homework, proposing
from tests.fixtures.site import OTHER, STUDENT, TEACHER, Site, furnished, site
from tests.fixtures.student import a_file, address, sign_in
from tests.unit.api.pages.test_problem_page import FINDINGS, prove
from tests.unit.api.pages.test_problem_page import PAGE as PROBLEM

__all__ = ["address", "chromium", "furnished", "site"]

pytestmark = pytest.mark.browser

REASON = "Half of the errors are right."


@pytest.fixture
def offered(site: Site) -> Site:
    """The site with the homework that people decide."""
    site.offer(homework())
    return site


def hand_in(page: Page, site: Site) -> str:
    """Hand in as a student does, and let the machine propose. Returns where the submission is."""
    page.goto(BY_HAND)
    page.get_by_label("Drop your handin here").set_input_files(a_file(data=write_tar(handin())))
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/submissions/*")
    site.grade(proposing)
    return page.url


def first_that_waits(page: Page) -> None:
    """From the assignment's page to the first grading that waits, as a TA goes."""
    page.goto(BY_HAND)
    page.locator("dl a", has_text=re.compile(r"^\d+$")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Waits for a decision")
    page.get_by_role("group", name="What waits").get_by_role("link").first.click()
    page.wait_for_url("**/gradings/*")


def test_one_is_confirmed_and_the_other_changed_by_keyboard_and_both_students_see_it(
    chromium: Browser, address: str, offered: Site
) -> None:
    with (
        opened(chromium, address) as ada,
        opened(chromium, address) as eve,
        opened(chromium, address) as tom,
    ):
        sign_in(ada, STUDENT)
        there = hand_in(ada, offered)
        expect(ada.get_by_role("region", name="Training statistics")).to_contain_text(
            "The grader proposes 3 of 5 points. Staff confirm or change that"
        )
        expect(ada.get_by_role("region", name="Score")).to_contain_text("12 points wait for staff")
        sign_in(eve, OTHER)
        other = hand_in(eve, offered)
        sign_in(tom, TEACHER)
        first_that_waits(tom)
        confirm_the_first(tom)
        change_the_second(tom)
        mark_the_proofs(tom)
        ada.goto(there)
        stats = ada.get_by_role("region", name="Training statistics")
        expect(stats).to_contain_text("Staff gave 3 of 5 points, as the grader proposed.")
        proofs = ada.get_by_role("region", name="Two proofs")
        expect(proofs.get_by_role("row", name="Jensen's inequality")).to_contain_text("1.5 of 3")
        expect(ada.get_by_role("region", name="Score")).to_contain_text("8.5 of 12 points")
        eve.goto(other)
        stats = eve.get_by_role("region", name="Training statistics")
        expect(stats).to_contain_text("Staff gave 4 of 5 points. The grader had proposed 3.")
        expect(stats.get_by_role("blockquote")).to_have_text(REASON)


def confirm_the_first(page: Page) -> None:
    """See curves and plots, and save what is proposed."""
    expect(page.get_by_text("ada@example.edu")).to_be_visible()
    curve = page.get_by_role("img", name="train losses: what was handed in goes from 2.346 to 0.3922")
    expect(curve).to_be_visible()
    for name in ("hw1/losses.png", "hw1/errors.png"):
        picture = page.get_by_role("img", name=name)
        picture.scroll_into_view_if_needed()
        expect(picture).to_have_js_property("complete", True)
        assert picture.evaluate("(image) => image.naturalWidth") > 0
    expect(page.get_by_role("button", name="Confirm and go on")).to_be_visible()
    page.keyboard.press("Control+Enter")


def change_the_second(page: Page) -> None:
    """Give other points, with a reason."""
    expect(page.get_by_text("eve@example.edu")).to_be_visible()
    page.keyboard.press("p")
    page.keyboard.type("4")
    expect(page.get_by_role("button", name="Change and go on")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.keyboard.type(REASON)
    page.keyboard.press("Control+Enter")


def mark_the_proofs(page: Page) -> None:
    """Read a PDF, mark by the rubric's keys and numbers, and see the next one come."""
    expect(page.get_by_role("heading", level=1)).to_have_text("Two proofs")
    frame = page.locator("iframe[title='proofs.pdf']")
    answer = page.request.get(str(frame.get_attribute("src")))
    assert answer.headers["content-type"] == "application/pdf"
    assert "sandbox" in answer.headers["content-security-policy"]
    page.keyboard.press("1")
    expect(page.get_by_label("The change of variables")).to_have_value("4")
    page.get_by_label("Jensen's inequality").fill("1.5")
    expect(page.locator(".total")).to_have_text("5.5 of 7 points")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("eve@example.edu")).to_be_visible()
    expect(page.get_by_label("The change of variables")).to_have_value("")


def test_everything_can_be_decided_without_a_script(chromium: Browser, address: str, offered: Site) -> None:
    with (
        opened(chromium, address, java_script_enabled=False) as ada,
        opened(chromium, address, excused="422", java_script_enabled=False) as tom,
    ):
        sign_in(ada)
        there = hand_in(ada, offered)
        sign_in(tom, TEACHER)
        first_that_waits(tom)
        tom.get_by_label("Points").fill("4")
        tom.get_by_role("button", name="Confirm and go on").click()
        expect(tom.get_by_role("alert")).to_contain_text("Give a reason, which the student reads")
        expect(tom.get_by_label("Points")).to_have_value("4")
        tom.get_by_label("To the student").fill(REASON)
        tom.get_by_role("button", name="Change and go on").click()
        expect(tom.get_by_role("heading", level=1)).to_have_text("Two proofs")
        tom.get_by_label("The change of variables").fill("2.5")
        tom.get_by_label("Jensen's inequality").fill("3")
        tom.get_by_role("button", name="Save").click()
        expect(tom.get_by_text("Everything is decided.")).to_be_visible()
        ada.goto(there)
        expect(ada.get_by_text("Staff gave 4 of 5 points. The grader had proposed 3.")).to_be_visible()
        expect(ada.get_by_text("Staff gave 5.5 of 7 points.")).to_be_visible()
        expect(ada.get_by_text("9.5")).to_be_visible()


def test_the_second_of_two_tas_sees_what_the_first_decided(
    chromium: Browser, address: str, offered: Site
) -> None:
    with opened(chromium, address) as ada:
        sign_in(ada)
        hand_in(ada, offered)
    with opened(chromium, address) as tom, opened(chromium, address, excused="409") as ann:
        for page in (tom, ann):
            sign_in(page, TEACHER)
            first_that_waits(page)
        tom.keyboard.press("Control+Enter")
        expect(tom.get_by_role("heading", level=1)).to_have_text("Two proofs")
        ann.get_by_label("Points").fill("5")
        ann.get_by_label("To the student").fill("All of it.")
        ann.keyboard.press("Control+Enter")
        expect(ann.get_by_role("alert")).to_contain_text("gave 3 of 5 points while you read")
        expect(ann.get_by_label("Points")).to_have_value("5")
        expect(ann.get_by_label("To the student")).to_have_value("All of it.")
        expect(ann.get_by_text("1 decision", exact=True)).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_of_a_decision_stands_out_and_no_page_scrolls_sideways(
    chromium: Browser, address: str, offered: Site, scheme: str
) -> None:
    with opened(chromium, address, color_scheme=scheme, viewport={"width": 320, "height": 640}) as ada:
        prove(offered, *FINDINGS)
        sign_in(ada)
        pages = [(ada, hand_in(ada, offered))]
        with opened(chromium, address, color_scheme=scheme, viewport={"width": 320, "height": 640}) as tom:
            sign_in(tom, TEACHER)
            first_that_waits(tom)
            pages += [(tom, tom.url), (tom, f"{BY_HAND}/waiting")]
            tom.keyboard.press("Control+Enter")
            expect(tom.get_by_role("heading", level=1)).to_have_text("Two proofs")
            pages += [(tom, tom.url), (tom, PROBLEM)]
            for page, there in pages:
                page.goto(there)
                open_everything(page)
                assert page.evaluate(CONTRASTS) == [], there
                assert page.evaluate("document.documentElement.scrollWidth") <= 320, there
