"""A handin is read, commented on and asked about in a real browser, by keys and without them."""

import pytest
from playwright.sync_api import Browser, Page, expect

from graders.archive import write_tar
from tests.fixtures.browser import chromium, opened
from tests.fixtures.by_hand import by_machine_alone, handin
from tests.fixtures.site import OTHER, STUDENT, TEACHER, Site, furnished, site
from tests.fixtures.student import a_file, address, sign_in
from tests.unit.api.pages.test_overriding_page import MACHINE, wrong_errors

__all__ = ["address", "chromium", "furnished", "site"]

pytestmark = pytest.mark.browser


def hand_in(page: Page, site: Site) -> str:
    """Hand in as a student does, and let the machine grade. Returns where the submission is."""
    page.goto(MACHINE)
    files = handin() | {"hw1/hw1.py": b"import numpy as np\n\n\ndef f(x):\n    return x / len(x)\n"}
    page.get_by_label("Drop your handin here").set_input_files(a_file(data=write_tar(files)))
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/submissions/*")
    site.grade(wrong_errors)
    return page.url


def test_a_ta_comments_by_keys_a_student_asks_and_the_answer_gives_points(
    chromium: Browser, address: str, site: Site
) -> None:
    site.offer(by_machine_alone())
    with (
        opened(chromium, address) as ada,
        opened(chromium, address) as eve,
        opened(chromium, address) as tom,
    ):
        sign_in(ada, STUDENT)
        there = hand_in(ada, site)
        sign_in(eve, OTHER)
        hand_in(eve, site)
        sign_in(tom, TEACHER)
        comment_on_two_lines(tom, there)
        ask_about_the_comment(ada, there)
        answer_with_points(tom)
        ada.goto(there)
        score = ada.get_by_role("region", name="Score")
        expect(score).to_contain_text("5 of 5 points")
        expect(ada.get_by_text("The machine gave 0 of 2; staff gave 2.")).to_be_visible()


def comment_on_two_lines(page: Page, there: str) -> None:
    """From a submission to its code, to a comment, to the next submission: by keys, but for the lines."""
    page.goto(there)
    page.keyboard.press("?")
    expect(page.get_by_text("Next that is not graded")).to_be_visible()
    page.keyboard.press("o")
    expect(page.get_by_role("heading", level=1)).to_have_text("Code")
    page.get_by_role("link", name="4", exact=True).click()
    page.get_by_role("link", name="5", exact=True).click(modifiers=["Shift"])
    expect(page.get_by_label("From line")).to_have_value("4")
    expect(page.locator(".line.chosen")).to_have_count(2)
    page.keyboard.type("By **rows**, not by $m$.")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_role("region", name="Thread: hw1/hw1.py, lines 4–5")).to_contain_text(
        "By rows, not by"
    )
    page.wait_for_load_state()  # keys are heard once the script is there
    page.keyboard.press("c")
    expect(page.get_by_label("To the student")).to_be_focused()
    page.keyboard.type("jk")
    page.keyboard.press("Escape")
    page.keyboard.press("j")
    expect(page.get_by_text(OTHER)).to_be_visible()
    page.wait_for_load_state()
    page.keyboard.press("k")
    expect(page.get_by_text(STUDENT).first).to_be_visible()


def ask_about_the_comment(page: Page, there: str) -> None:
    """A student reads a comment, answers it, and asks for a regrade."""
    page.goto(there)
    expect(page.get_by_role("heading", name="1 comment on your code")).to_be_visible()
    page.get_by_role("link", name="hw1/hw1.py, lines 4–5").click()
    thread = page.get_by_role("region", name="Thread: hw1/hw1.py, lines 4–5")
    thread.get_by_text("Answer").first.click()
    thread.get_by_label("Your answer").fill("They are the rows.")
    thread.get_by_role("button", name="Answer").click()
    expect(thread).to_contain_text("They are the rows.")
    page.goto(there)
    page.get_by_role("link", name="Ask for a regrade", exact=True).click()
    page.get_by_label("What should staff look at again, and why?").fill("Line 5 divides by the rows.")
    page.get_by_role("button", name="Ask").click()
    expect(page.get_by_text("open: waits for staff")).to_be_visible()


def answer_with_points(page: Page) -> None:
    """Staff find the request in their list, and answer it with points."""
    page.goto(f"{MACHINE}/requests")
    page.get_by_role("group", name="Requests").get_by_role("link").first.click()
    page.get_by_label("Points, where they change").fill("2")
    page.get_by_label("To the student").fill("You are right: those are the rows.")
    page.get_by_role("button", name="Answer", exact=True).click()
    expect(page.get_by_text("answered", exact=True)).to_be_visible()
