"""A TA's way through a class, by links alone: dashboard, a student's submission, a comment, other points."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.acceptance.test_reviewing import hand_in
from tests.fixtures.browser import chromium, opened
from tests.fixtures.by_hand import by_machine_alone
from tests.fixtures.site import STUDENT, TEACHER, Site, furnished, site
from tests.fixtures.student import address, sign_in
from tests.unit.api.pages.test_overriding_page import MACHINE

__all__ = ["address", "chromium", "furnished", "site"]

pytestmark = pytest.mark.browser


def test_from_the_dashboard_to_a_submission_a_comment_and_other_points_that_the_student_sees(
    chromium: Browser, address: str, site: Site
) -> None:
    site.offer(by_machine_alone())
    with opened(chromium, address) as ada, opened(chromium, address) as tom:
        sign_in(ada, STUDENT)
        there = hand_in(ada, site)
        expect(ada.get_by_role("region", name="Score")).to_contain_text("3 of 5 points")
        sign_in(tom, TEACHER)
        find_who_failed_most(tom)
        comment_on_a_line(tom)
        give_other_points(tom)
        read_what_staff_did(ada, there)


def find_who_failed_most(page: Page) -> None:
    """From the course to the dashboard, to those whom the commonest mistake caught, to one's submission."""
    page.goto(MACHINE)
    page.get_by_role("link", name="Dashboard", exact=True).click()
    reason = page.get_by_role("region", name="What goes wrong most").get_by_role("listitem").first
    expect(reason).to_contain_text("Divide by the number of rows.")
    reason.get_by_role("link", name="1 student").click()
    page.get_by_role("row").filter(has_text=STUDENT).get_by_role("link", name="3 of 5").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Submission 1")


def comment_on_a_line(page: Page) -> None:
    """Read the code, and say something beside a line of it."""
    page.get_by_role("link", name="Code", exact=True).click()
    page.get_by_role("link", name="5", exact=True).click()
    page.get_by_label("To the student").fill("Here.")
    page.get_by_role("button", name="Comment", exact=True).click()
    expect(page.get_by_role("region", name="Thread: hw1/hw1.py, line 5")).to_contain_text("Here.")


def give_other_points(page: Page) -> None:
    """Back to the submission, and to the check that failed: half of its points, with a reason."""
    page.get_by_role("link", name="Submission 1").first.click()
    page.get_by_role("link", name="Change its points").first.click()
    page.get_by_label("Points", exact=True).fill("1")
    page.get_by_label("To the student").fill("The rows are there, the division is not.")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The machine gave 0 of 2")).not_to_have_count(0)


def read_what_staff_did(page: Page, there: str) -> None:
    """The student sees the new score, who gave it and why, and the comment."""
    page.goto(there)
    expect(page.get_by_role("region", name="Score")).to_contain_text("4 of 5 points")
    expect(page.get_by_text("The machine gave 0 of 2; staff gave 1.")).to_be_visible()
    expect(page.get_by_text("The rows are there, the division is not.")).to_be_visible()
    page.get_by_role("link", name="hw1/hw1.py, line 5").click()
    expect(page.get_by_role("region", name="Thread: hw1/hw1.py, line 5")).to_contain_text("Here.")
