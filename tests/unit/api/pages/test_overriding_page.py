"""Changing the points of one check, by pages and without a script."""

import re

import pytest
from sqlalchemy import select
from starlette.testclient import TestClient

from api.db.models import Grading
from graders.problem import Check, Problem
from graders.report import CheckReport, Explanation, Verdict
from tests.fixtures.by_hand import by_machine_alone
from tests.fixtures.site import OTHER, TEACHER, Site, csrf
from tests.unit.api.pages.test_whole_pages import HOSTILE, assert_harmless

MACHINE = "/courses/11-785/by-machine"
FILES = {"hw1/hw1.py": b"x = 1\n"}


def wrong_errors(problem: Problem, check: Check) -> CheckReport:
    """A machine that finds the losses right and the errors wrong."""
    if check.name == "losses":
        return CheckReport(check.name, check.title, 3, 3, Verdict.PASSED, check.visibility)
    why = Explanation("values", "Divide by the number of rows.")
    return CheckReport(check.name, check.title, 2, 0, Verdict.FAILED, check.visibility, why)


class Desk:
    """A TA's browser, and a student's graded submission."""

    def __init__(self, site: Site) -> None:
        self.site = site
        site.offer(by_machine_alone())
        self.student, self.ta = site.client(), site.client(TEACHER)
        self.there = str(site.hand_in(self.student, FILES, assignment=MACHINE).headers["location"])
        site.grade(wrong_errors)
        with site.database.reading() as session:
            self.page = f"/gradings/{session.scalars(select(Grading.id)).one()}/checks/errors"

    def send(self, client: TestClient | None = None, **fields: str) -> tuple[int, str]:
        """Send the form as it came but for these fields; the status, and the text or where it leads."""
        text = self.ta.get(self.page).text
        revision = re.search(r'name="revision" value="([^"]+)"', text)
        assert revision
        sender = client or self.ta
        form = {"csrf_token": csrf(sender), "revision": revision[1], "act": "give"} | fields
        answer = sender.post(self.page, data=form, follow_redirects=False)
        return answer.status_code, answer.headers.get("location", answer.text)


@pytest.fixture
def desk(site: Site) -> Desk:
    return Desk(site)


def test_a_ta_changes_the_points_and_the_student_reads_both_and_why(desk: Desk) -> None:
    assert f'href="{desk.page}"' in desk.ta.get(desk.there).text
    assert "Change its points" not in desk.student.get(desk.there).text
    assert "The machine gave 0 of 2." in desk.ta.get(desk.page).text
    assert desk.send(earned="1,5", reason="Nearly: only the last epoch is off.")[0] == 303
    told = desk.student.get(desk.there).text
    assert "The machine gave 0 of 2; staff gave 1.5." in told
    assert "<blockquote>Nearly: only the last epoch is off.</blockquote>" in told
    assert "<b>4.5</b>" in told
    assert TEACHER not in told
    assert f"The machine gave 0 of 2; {TEACHER} gave 1.5." in desk.ta.get(desk.there).text
    assert desk.send(act="withdraw")[0] == 303
    told = desk.student.get(desk.there).text
    assert "<b>3</b>" in told
    assert "staff gave" not in told
    assert "2 changes" in desk.ta.get(desk.page).text


def test_what_was_typed_survives_a_refusal(desk: Desk) -> None:
    for fields, said in (
        ({"earned": "2", "reason": ""}, "Give a reason, which the student reads"),
        ({"earned": "9", "reason": "Mine."}, "9 points are not between 0 and the check"),
        ({"earned": "two", "reason": "Mine."}, "Write points as a number"),
        ({"earned": "", "reason": "Mine."}, "Say how many points"),
    ):
        status, text = desk.send(**fields)
        assert status == 422
        assert said in text
        assert f"{fields['reason']}</textarea>" in text
    desk.send(earned="1", reason="First.")
    status, text = desk.send(earned="2", reason="Second.", revision="1-0")
    assert status == 409
    assert f"{TEACHER} gave 1 of 2 points (“First.”) while you read" in text
    assert "Second.</textarea>" in text


def test_nobody_but_staff_and_no_other_site_changes_points(desk: Desk) -> None:
    for client in (desk.student, desk.site.client(OTHER)):
        assert client.get(desk.page).status_code == 404
        assert desk.send(client, earned="2", reason="Please.")[0] == 404
    assert desk.ta.post(desk.page, data={"revision": "1-0", "earned": "2", "reason": "x"}).status_code == 403
    assert desk.ta.get(desk.page.replace("/errors", "/%3Cscript%3E")).status_code == 404


def test_no_reason_can_act(desk: Desk) -> None:
    desk.send(earned="1", reason=HOSTILE)
    for text in (
        desk.student.get(desk.there).text,
        desk.ta.get(desk.there).text,
        desk.ta.get(desk.page).text,
    ):
        assert_harmless(text)
