"""What students do and see, in a real browser: with a script and without, by mouse and by keyboard.

A site in this process is graded by hand, so that a page can be looked at before, while and after; one test
at the end has the whole service grade a real handin.
"""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
import uvicorn
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
from graders.problem import Check, Problem
from graders.report import CheckReport, ErrorMap, Explanation, Frame, Mismatch, StudentError, Verdict, Worst
from tests.fixtures.browser import chromium, opened
from tests.fixtures.site import ASSIGNMENT, PASSWORD, STUDENT, Site, furnished, homework, passing, site

__all__ = ["chromium", "furnished", "site"]

pytestmark = pytest.mark.browser

LONG = "a_name_without_any_place_to_break_" * 8
PICTURE = ErrorMap(
    ("batch", "features"),
    (400, 600),
    tuple(tuple((row * column) % 10 for column in range(60)) for row in range(40)),
    "each cell is the worst of 10 × 10 elements",
)


def wrong(problem: Problem, check: Check) -> CheckReport:
    """Fail with everything that a card can hold."""
    return CheckReport(
        name=check.name,
        title=check.title,
        points=check.points,
        earned=0,
        verdict=Verdict.FAILED,
        visibility=check.visibility,
        explanation=Explanation(
            "factor", "Your `dW` is exactly 20 × the expected one; 20 is the batch size."
        ),
        mismatches=(
            Mismatch(
                "second call",
                LONG,
                "values",
                "",
                300,
                640,
                4300.0,
                Worst((3, 11), "-0.2231", "0.1877"),
                PICTURE,
            ),
            Mismatch("", "db", "shape", "`db` has shape (10,); expected (1, 10)."),
        ),
        error=StudentError("ValueError", LONG, (Frame("mytorch/linear.py", 42, "backward", " " * 8 + LONG),)),
        printed="epoch 1\n" * 60 + LONG * 9,
        notes=("Your code wrote into its input `x`.",),
    )


@pytest.fixture
def address(site: Site) -> Iterator[str]:
    """Where the site answers."""
    config = uvicorn.Config(
        site.app, port=0, log_config=None, access_log=False, lifespan="off", timeout_graceful_shutdown=1
    )
    listener = config.bind_socket()
    server = uvicorn.Server(config)
    thread = Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    server.should_exit = True
    thread.join()


@pytest.fixture
def page(chromium: Browser, address: str) -> Iterator[Page]:
    """A student's page, signed in."""
    with opened(chromium, address) as page:
        sign_in(page)
        yield page


def sign_in(page: Page) -> None:
    """Sign in as a student does."""
    page.goto("/")
    page.get_by_label("E-mail").fill(STUDENT)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My courses")


def a_file(name: str = "handin.tar", data: bytes = b"") -> Any:
    """A file to choose; without data the reference."""
    return {
        "name": name,
        "mimeType": "application/x-tar",
        "buffer": data or write_tar(homework().reference()),
    }


def hand_in(page: Page) -> None:
    """Hand the reference in and arrive at the submission."""
    page.goto(ASSIGNMENT)
    page.get_by_label("Drop your handin here").set_input_files(a_file())
    page.get_by_role("button", name="Hand in").click()
    page.wait_for_url("**/submissions/*")


def test_a_handin_is_dropped_watched_and_read(page: Page, site: Site) -> None:
    page.get_by_role("link", name="An introduction to neural networks").click()
    expect(page.get_by_role("heading", name="Handout")).to_be_visible()
    page.get_by_label("Drop your handin here").set_input_files(a_file())
    expect(page.get_by_text("Not handed in yet.")).to_be_visible()
    page.get_by_role("button", name="Hand in").click()
    expect(page.get_by_text("Queued, 1st in line")).to_be_visible()
    expect(page.get_by_text("mytorch/batchnorm.py", exact=True)).to_be_visible()
    job = site.claim()
    site.tell(job, done=6, total=25)
    expect(page.get_by_text("Running check 7 of 25")).to_be_visible()
    site.settle(job.items[0])
    expect(page.get_by_role("region", name="Score")).to_contain_text("5 of 95 points so far")
    for item in job.items[1:]:
        site.settle(item, wrong if item.problem == "linear" else passing)
    score = page.get_by_role("region", name="Score")
    expect(score).to_contain_text("91 of 95 points")
    expect(page.get_by_role("status")).to_have_text("Graded: 91 of 95 points")
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
    expect(page.get_by_role("status")).to_have_text("Graded: 95 of 95 points")
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


def test_everything_can_be_done_by_keyboard(chromium: Browser, address: str, site: Site) -> None:
    with opened(chromium, address) as page:
        page.goto("/")
        page.keyboard.type(STUDENT)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", level=1)).to_have_text("My courses")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_in_viewport()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
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
        expect(page.get_by_text("Queued, 1st in line")).to_be_visible()
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
            expect(page.get_by_role("status")).to_have_text("Graded: 45 of 95 points", timeout=60_000)
            expect(page.get_by_role("region", name="Linear layer")).to_contain_text("averaged")
