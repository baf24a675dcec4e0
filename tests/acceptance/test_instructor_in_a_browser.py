"""An instructor runs a homework without a terminal: roster, set-up, slip days, export."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from api.courses import repository as course_rows
from api.db.models import Member, Role, User
from graders.archive import write_tar
from tests.fixtures.browser import chromium, opened
from tests.fixtures.by_hand import by_machine_alone, handin
from tests.fixtures.site import NEWCOMER, STUDENT, Site, furnished, site
from tests.fixtures.student import a_file, address, sign_in
from tests.unit.api.pages.test_overriding_page import MACHINE

__all__ = ["address", "chromium", "furnished", "site"]

pytestmark = pytest.mark.browser
COURSE = "/courses/11-785"
INSTRUCTOR = NEWCOMER


def test_from_a_roster_to_an_assignment_a_slip_day_and_an_export(
    chromium: Browser, address: str, site: Site
) -> None:
    site.offer(by_machine_alone())
    make_instructor(site)
    with opened(chromium, address, excused="422") as new, opened(chromium, address) as ada:
        sign_in(new, INSTRUCTOR)
        import_a_roster(new)
        give_slip_days(new)
        move_the_deadline(new)
        sign_in(ada, STUDENT)
        hand_in_late(ada, site)
        rows = exported(new)
    line = next(row for row in rows if STUDENT in row)
    assert "A" in line
    assert "5" in line


def make_instructor(site: Site) -> None:
    with site.database.writing() as session:
        course = course_rows.course_by_slug(session, "11-785")
        user = session.query(User).where(User.email == INSTRUCTOR).one()
        assert course is not None
        session.add(Member(course=course, user=user, role=Role.INSTRUCTOR))


def import_a_roster(page: Page) -> None:
    """One line is wrong: it is named, mended in the page, and only then anything is imported."""
    page.get_by_role("link", name="Introduction to Deep Learning").click()
    page.get_by_role("link", name="Roster", exact=True).click()
    page.get_by_role("link", name="Import", exact=True).click()
    lines = f"email,name,section\n{STUDENT},Ada Lovelace,A\nbob at example.edu,Bob,B\n"
    page.get_by_label("Or its lines, pasted").fill(lines)
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("1 line to mend")
    expect(page.get_by_role("row").filter(has_text="bob at example.edu")).to_contain_text("3")
    mended = lines.replace("bob at", "bob@").replace("@ example", "@example")
    page.get_by_label("The lines, to be mended here").fill(mended)
    page.get_by_role("button", name="Check again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("What the import would change")
    page.get_by_role("button", name="Import", exact=True).click()
    page.goto(f"{COURSE}/-/roster")
    expect(page.get_by_role("row").filter(has_text="bob@example.edu")).to_contain_text("B")


def give_slip_days(page: Page) -> None:
    page.get_by_role("link", name="Rules", exact=True).click()
    page.get_by_label("Slip days of each student").fill("3")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Saved.")


def move_the_deadline(page: Page) -> None:
    """A deadline after the closing is refused beside its field; then it is an hour ago."""
    page.goto(MACHINE)
    page.get_by_role("link", name="Set-up", exact=True).click()
    now = datetime.now(UTC)
    page.get_by_label("Due", exact=True).fill(f"{now - timedelta(hours=1):%Y-%m-%dT%H:%M}")
    page.get_by_label("Closes", exact=True).fill(f"{now - timedelta(hours=2):%Y-%m-%dT%H:%M}")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was saved.")
    page.get_by_label("Closes", exact=True).fill("")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_have_text("Saved.")


def hand_in_late(page: Page, site: Site) -> None:
    """A student is told what it costs before it is handed in, and what it cost after."""
    page.goto(MACHINE)
    expect(page.get_by_text("Slip days left").locator("..")).to_contain_text("3 of 3")
    expect(page.locator("form.drop")).to_contain_text("slip day")
    page.get_by_label("Drop your handin here").set_input_files(a_file(data=write_tar(handin())))
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/submissions/*")
    site.grade()
    page.goto(MACHINE)
    expect(page.get_by_text("Slip days left").locator("..")).to_contain_text("2 of 3")


def exported(page: Page) -> list[list[str]]:
    """The gradebook as it is downloaded, where the slip day stands, too."""
    page.goto(f"{COURSE}/-/gradebook")
    ada = page.get_by_role("row").filter(has_text="Ada Lovelace")
    expect(ada).to_contain_text("1 slip day")
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    return list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
