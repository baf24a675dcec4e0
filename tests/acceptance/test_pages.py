"""What students do and see, in a real browser.

A site in this process is graded by hand, so that a page can be looked at before, while and after; one test
at the end has the whole service grade a real handin.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from api.auth import service as auth
from api.auth.keys import Keys
from api.db.base import utc_now
from api.db.models import Role
from api.secret import read_secret
from deploy import courses
from deploy.embedded import embedded
from deploy.settings import EmbeddedSettings
from graders.archive import write_tar
from tests.fixtures.browser import chromium, opened
from tests.fixtures.site import ASSIGNMENT, PASSWORD, STUDENT, Site, furnished, homework, passing, site
from tests.fixtures.student import a_file, address, hand_in, page, sign_in, wrong

__all__ = ["address", "chromium", "furnished", "page", "site"]

pytestmark = pytest.mark.browser


def test_a_handin_is_dropped_watched_and_read(page: Page, site: Site) -> None:
    page.get_by_role("link", name="An introduction to neural networks").click()
    expect(page.get_by_role("heading", name="Handout")).to_be_visible()
    page.get_by_label("Drop your handin here").set_input_files(a_file())
    expect(page.get_by_text("Not handed in yet.")).to_be_visible()
    page.get_by_role("button", name="Hand in").click()
    expect(page.locator(".score .verdict")).to_have_text("Queued, 1st in line")
    expect(page.get_by_text("mytorch/batchnorm.py", exact=True)).to_be_visible()
    job = site.claim()
    site.tell(job, done=6, total=25)
    expect(page.locator(".score .verdict")).to_have_text("Running check 7 of 25")
    site.settle(job.items[0])
    expect(page.get_by_role("region", name="Score")).to_contain_text("5 of 95 points so far")
    for item in job.items[1:]:
        site.settle(item, wrong if item.problem == "linear" else passing)
    score = page.get_by_role("region", name="Score")
    expect(score).to_contain_text("91 of 95 points")
    expect(page.get_by_role("status")).to_have_text("Graded, but for what staff decide: 91 of 95 points")
    expect(page.get_by_role("region", name="Linear layer")).to_contain_text("20 is the batch size")


def test_nothing_folds_up_while_problems_are_decided(page: Page, site: Site) -> None:
    hand_in(page)
    job = site.claim()
    items = {item.problem: item for item in job.items}
    site.settle(items["linear"], wrong)
    second = page.locator("#check-linear-backward > details")
    second.locator("> summary").click()
    site.settle(items["mlp"])
    expect(page.get_by_role("region", name="Multi-layer perceptron")).to_contain_text("55 of 55")
    expect(second).to_have_attribute("open", "")


def test_the_stream_ends_with_the_grading(page: Page, site: Site) -> None:
    streams: list[str] = []
    page.on("request", lambda request: streams.append(request.url) if "/live" in request.url else None)
    with page.expect_request("**/live*"):
        hand_in(page)
    site.grade()
    expect(page.get_by_role("status")).to_have_text("Graded, but for what staff decide: 95 of 95 points")
    page.wait_for_timeout(4000)  # a browser reconnects after 3 seconds to a stream that nobody closed
    assert len(streams) == 1


def test_a_file_can_be_dragged_onto_the_drop_area(page: Page, tmp_path: Path) -> None:
    archive = tmp_path / "handin.tar"
    archive.write_bytes(write_tar(homework().reference()))
    page.goto(ASSIGNMENT)
    area = page.locator(".drop-area")
    area.scroll_into_view_if_needed()
    box = area.bounding_box()
    assert box
    session = page.context.new_cdp_session(page)
    data = {"items": [], "files": [str(archive)], "dragOperationsMask": 1}
    where = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2, "data": data}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, **where})
    expect(page.get_by_text("Not handed in yet.")).to_be_visible()
    expect(area).to_contain_text("handin.tar, ")


def test_a_file_that_is_no_archive_is_refused_where_it_was_dropped(chromium: Browser, address: str) -> None:
    with opened(chromium, address, excused="422") as page:
        sign_in(page)
        page.goto(ASSIGNMENT)
        page.get_by_label("Drop your handin here").set_input_files(a_file("notes.txt", b"no archive"))
        expect(page.get_by_role("status")).to_contain_text("Nothing was handed in.")


def test_an_error_map_has_a_name_and_a_table_of_the_same_numbers(page: Page, site: Site) -> None:
    hand_in(page)
    site.grade(lambda problem, check: (wrong if check.name == "momentum" else passing)(problem, check))
    page.reload()
    card = page.locator("#check-mlp-momentum")
    expect(card.get_by_role("img", name="Error map of")).to_be_visible()
    card.get_by_text("Show as table").click()
    table = card.get_by_role("table")
    expect(table.get_by_role("row")).to_have_count(41)
    expect(table.get_by_role("row", name="3 0 3 6 9").get_by_role("cell").nth(3)).to_have_text("9")


def test_maths_is_typeset_and_times_are_told_in_the_readers_zone(chromium: Browser, address: str) -> None:
    with opened(chromium, address, timezone_id="America/New_York", locale="en-US") as page:
        sign_in(page)
        page.goto(ASSIGNMENT)
        expect(page.locator(".math.block .katex").first).to_be_visible()
        expect(page.locator(".math:not(.set)")).to_have_count(0)
        expect(page.locator("dl time").first).to_contain_text("E")
        expect(page.locator("dl time").nth(1)).to_have_text("in 2 days 2 hours")


def test_the_whole_service_grades_a_real_handin_and_explains_it(chromium: Browser, tmp_path: Path) -> None:
    settings = EmbeddedSettings(data=tmp_path / "data", port=0, workers=1)
    with embedded(settings) as service, service.answering():
        with service.database.writing() as session:
            course = courses.course(session, "11-785", "Introduction to Deep Learning")
            courses.offer(session, service.blobs, course, homework(), b"", None)
            keys = Keys(read_secret(settings.data))
            courses.enrol(session, keys, course, STUDENT, "Ada", Role.STUDENT)
            link = auth.create_link(
                session, keys, courses.user(session, STUDENT), utc_now() + timedelta(days=1)
            )
        with opened(chromium, service.address) as page:
            page.goto(f"/password/{link}")
            page.get_by_label("New password").fill(PASSWORD)
            page.get_by_role("button", name="Save and sign in").click()
            sign_in(page)
            page.goto(ASSIGNMENT)
            data = write_tar(homework().sample("gradients-summed"))
            page.get_by_label("Drop your handin here").set_input_files(a_file(data=data))
            page.get_by_role("button", name="Hand in").click()
            expect(page.get_by_role("status")).to_have_text(
                "Graded, but for what staff decide: 45 of 95 points", timeout=60_000
            )
            expect(page.get_by_role("region", name="Linear layer")).to_contain_text("averaged")
