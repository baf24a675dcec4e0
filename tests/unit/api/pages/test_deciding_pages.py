"""Grading by hand, by pages and without a script."""

import re

import pytest
from msgspec.structs import replace
from sqlalchemy import select
from starlette.testclient import TestClient

from api.db.models import Grading
from graders.assignment import Assignment
from graders.problem import RubricItem
from graders.report import Curve
from tests.fixtures.by_hand import (
    BY_HAND,
    PROOFS,
    STATS,
    by_machine_alone,
    handin,
    homework,
    proposing,
)  # fmt: skip
from tests.fixtures.site import OTHER, TEACHER, Site, csrf, passing
from tests.unit.api.pages.test_whole_pages import HOSTILE, assert_harmless


class Desk:
    """A TA's browser, and what two students handed in."""

    def __init__(self, site: Site, offered: Assignment | None = None) -> None:
        self.site = site
        site.offer(offered or homework())
        self.student, self.ta = site.client(), site.client(TEACHER)
        self.there = self.hand_in(self.student)

    def hand_in(self, client: TestClient) -> str:
        """Hand in and let the machine propose."""
        there = self.site.hand_in(client, handin(), assignment=BY_HAND).headers["location"]
        self.site.grade(proposing)
        return str(there)

    def page(self, problem: str, number: int = 0) -> str:
        """The address of a grading's page, in the order of the list."""
        with self.site.database.reading() as session:
            rows = session.scalars(select(Grading).order_by(Grading.id)).all()
            found = [row.id for row in rows if row.bundle_version.problem.slug == problem]
        return f"/gradings/{found[number]}"

    def decide(self, page: str, **fields: str) -> "Answer":
        """Send the form of a page, as it came but for these fields."""
        text = self.ta.get(page).text
        revision = re.search(r'name="revision" value="([^"]+)"', text)
        assert revision
        form = {"csrf_token": csrf(self.ta), "revision": revision[1]} | {
            name.replace("mark_", "mark-"): value for name, value in fields.items()
        }
        answer = self.ta.post(page, data=form, follow_redirects=False)
        return Answer(answer.status_code, answer.headers.get("location", ""), answer.text)


class Answer:
    """What came of a decision."""

    def __init__(self, status: int, onward: str, text: str) -> None:
        self.status, self.onward, self.text = status, onward, text


@pytest.fixture
def desk(site: Site) -> Desk:
    return Desk(site)


def test_staff_see_what_waits_and_students_do_not(desk: Desk) -> None:
    assert "Waits for a decision" in desk.ta.get(BY_HAND).text
    assert "Waits for a decision" not in desk.student.get(BY_HAND).text
    desk.site.offer(by_machine_alone())
    assert "Waits for a decision" not in desk.ta.get("/courses/11-785/by-machine").text
    listed = desk.ta.get(f"{BY_HAND}/waiting").text
    assert "2 gradings wait" in listed
    assert "3 of 5" in listed
    assert "to be read" in listed
    assert "Two proofs</td>" not in desk.ta.get(f"{BY_HAND}/waiting?problem=training-stats").text
    assert desk.student.get(f"{BY_HAND}/waiting").status_code == 403
    assert desk.student.get(desk.page("proofs")).status_code == 404
    assert desk.student.post(desk.page("proofs"), data={"csrf_token": csrf(desk.student)}).status_code == 404


def test_a_proposal_left_as_it_is_is_confirmed_and_the_next_one_comes(desk: Desk) -> None:
    page = desk.page("training-stats")
    text = desk.ta.get(page).text
    assert "The grader proposes 3 of 5 points" in text
    assert 'value="3"' in text
    answer = desk.decide(page, earned="3")
    assert (answer.status, answer.onward) == (303, desk.page("proofs"))
    assert "Staff gave 3 of 5 points, as the grader proposed." in desk.student.get(desk.there).text


def test_the_last_one_leads_back_to_the_list(desk: Desk) -> None:
    desk.decide(desk.page("training-stats"), earned="3")
    answer = desk.decide(desk.page("proofs"), mark_density="4", mark_positive="1,5")
    assert answer.onward == f"{BY_HAND}/waiting"
    assert "Everything is decided" in desk.ta.get(answer.onward).text
    assert "<b>8.5</b>" in desk.student.get(desk.there).text


def test_a_change_without_a_reason_is_refused_and_what_was_typed_is_kept(desk: Desk) -> None:
    answer = desk.decide(desk.page("training-stats"), earned="4.5")
    assert answer.status == 422
    assert "Give a reason, which the student reads" in answer.text
    assert 'value="4.5"' in answer.text
    answer = desk.decide(desk.page("proofs"), mark_density="four", mark_positive="1", reason="Fine so far.")
    assert answer.status == 422
    assert "Write points as a number, such as 2.5, and not “four”" in answer.text
    assert "Fine so far.</textarea>" in answer.text


def test_whoever_is_overtaken_sees_the_other_decision_and_may_replace_it(desk: Desk) -> None:
    page = desk.page("training-stats")
    desk.decide(page, earned="4", reason="Not shuffled.")
    answer = desk.decide(page, revision="1-0", earned="5", reason="It is.")
    assert answer.status == 409
    assert "gave 4 of 5 points (“Not shuffled.”) while you read" in answer.text
    assert 'value="5"' in answer.text
    assert "It is.</textarea>" in answer.text
    assert desk.decide(page, earned="5", reason="It is.").status == 303
    assert "2 decisions" in desk.ta.get(page).text


def test_a_student_reads_who_has_the_last_word_before_and_after(desk: Desk) -> None:
    before = desk.student.get(desk.there).text
    assert "The grader proposes 3 of 5 points. Staff confirm or change that" in before
    assert "no points are decided yet" in before
    assert "12 points wait for staff" in before
    desk.decide(desk.page("training-stats"), earned="4", reason="Half of the errors.")
    desk.decide(desk.page("proofs"), mark_density="4", mark_positive="0", reason="The wrong way round.")
    after = desk.student.get(desk.there).text
    assert "Staff gave 4 of 5 points. The grader had proposed 3." in after
    assert "<blockquote>Half of the errors.</blockquote>" in after
    assert re.search(r"determinant of <code>A</code>\.</th><td class=\"number\">4 of 4", after)
    assert "tom@example.edu" not in after
    assert "/gradings/" not in after
    assert "<b>8</b>" in after


def test_curves_are_drawn_with_a_name_and_a_table(desk: Desk) -> None:
    for text in (desk.student.get(desk.there).text, desk.ta.get(desk.page("training-stats")).text):
        assert text.count('<figure class="curve">') == 3
        assert "<title>training errors: what was handed in goes from 69 to" in text
        assert "<td>not finite</td>" in text
        assert "style=" not in text


def test_an_answer_is_read_in_a_frame_beside_its_rubric(desk: Desk) -> None:
    answer = desk.ta.get(desk.page("proofs"))
    assert re.search(r'<iframe class="answer" src="/api/v1/submissions/[^"]+/proofs.pdf#', answer.text)
    policy = answer.headers["content-security-policy"]
    assert "frame-src 'self'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_handin_without_an_answer_says_so_to_both(desk: Desk) -> None:
    other = desk.site.client(OTHER)
    there = desk.site.hand_in(other, {"hw1/hw1.py": b""}, assignment=BY_HAND).headers["location"]
    told = "<code>proofs.pdf</code> is not in the handin: put your answer into a PDF"
    assert told in other.get(there).text
    text = desk.ta.get(desk.page("proofs", 1)).text
    assert told in text
    assert "There is nothing to read" in text


def test_our_failure_can_be_decided_or_graded_again(site: Site) -> None:
    desk = Desk(site)
    site.hand_in(site.client(OTHER), handin(), assignment=BY_HAND)
    site.grade(broken=STATS.slug)
    page = desk.page(STATS.slug, 1)
    text = desk.ta.get(page).text
    assert "The machine failed at this, which is our fault: The box did not start." in text
    answer = desk.ta.post(f"{page}/retry", data={"csrf_token": csrf(desk.ta)})
    assert "The machine has not graded this yet" in answer.text
    assert desk.decide(page, earned="5").status == 409
    site.grade(passing)
    assert "The grader proposes 5 of 5 points" in desk.ta.get(page).text


def test_a_form_of_another_site_decides_nothing(desk: Desk) -> None:
    page = desk.page("training-stats")
    assert desk.ta.post(page, data={"revision": "1-0", "earned": "5"}).status_code == 403
    assert "Staff gave" not in desk.student.get(desk.there).text


def test_nothing_that_anybody_wrote_can_act(desk: Desk, site: Site) -> None:
    desk.decide(desk.page("training-stats"), earned="1", reason=HOSTILE)
    spoiled = {"hw1/<script>alert(3)<.png": handin()["hw1/losses.png"], **handin()}
    other = site.client(OTHER)
    there = site.hand_in(other, spoiled, HOSTILE, assignment=BY_HAND).headers["location"]
    hostile = Curve(HOSTILE, (1.0, 2.0), (1.0,), HOSTILE)
    site.grade(lambda *asked: replace(proposing(*asked), curves=(hostile,)))
    pages = [
        desk.student.get(desk.there).text,
        other.get(there).text,
        *(desk.ta.get(desk.page(STATS.slug, number)).text for number in (0, 1)),
        desk.ta.get(f"{BY_HAND}/waiting").text,
    ]
    for text in pages:
        assert_harmless(re.sub(r'<img src="/api/v1/submissions/[^"]+"', "", text))


def test_a_problem_that_the_machine_grades_alone_has_no_such_page(site: Site) -> None:
    site.hand_in(site.client(), site.homework.reference())
    site.grade()
    with site.database.reading() as session:
        grading = session.scalars(select(Grading)).first()
    assert grading
    assert site.client(TEACHER).get(f"/gradings/{grading.id}").status_code == 409


def test_a_written_answer_without_points_is_worth_what_the_rubric_says(desk: Desk) -> None:
    assert f"of {PROOFS.points:g} points" in desk.ta.get(desk.page("proofs")).text


RUBRIC = [RubricItem("calls", 3, "The order of calls."), RubricItem("statistics", 2, "The averages.")]


@pytest.fixture
def rated(site: Site) -> Desk:
    """A desk where the proposal comes with a rubric."""
    return Desk(site, homework(replace(STATS, rubric=RUBRIC)))


def test_a_proposal_with_a_rubric_is_confirmed_as_it_is(rated: Desk) -> None:
    page = rated.page("training-stats")
    assert "Mark by the rubric" in rated.ta.get(page).text
    assert rated.decide(page, earned="3", mark_calls="", mark_statistics="").status == 303
    assert "Staff gave 3 of 5 points, as the grader proposed." in rated.student.get(rated.there).text


def test_marks_make_up_the_points_and_must_add_up_to_them(rated: Desk) -> None:
    page = rated.page("training-stats")
    answer = rated.decide(page, earned="3", mark_calls="3", mark_statistics="1.5", reason="Nearly.")
    assert (answer.status, "The marks add up to 4.5 and not to 3 points" in answer.text) == (422, True)
    answer = rated.decide(page, earned="4.5", mark_calls="3", mark_statistics="", reason="Nearly.")
    assert (answer.status, "statistics has none yet" in answer.text) == (422, True)
    answer = rated.decide(page, earned="4.5", mark_calls="3", mark_statistics="1.5", reason="Nearly.")
    assert answer.status == 303
    assert "The averages.</th>" in rated.student.get(rated.there).text
