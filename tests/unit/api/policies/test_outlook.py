"""What handing in now would mean, and how it is said."""

from datetime import UTC, datetime, timedelta

import pytest

from api.db.models import Assignment, Course
from api.policies.allowance import Allowance
from api.policies.deadline import Deadline, last_moment_of
from api.policies.outlook import Outlook
from api.policies.policy import Policy
from api.policies.sentences import consequence, outcome, span, why_closed, why_wait

DUE = datetime(2026, 4, 1, 23, 59, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
CLOSES = DUE + 10 * DAY


@pytest.mark.parametrize(
    ("policy", "closes_at", "left", "after"),
    [
        (Policy(), None, 0, 0 * DAY),
        (Policy(), None, 3, 3 * DAY),
        (Policy(slip_limit=2), None, 3, 2 * DAY),
        (Policy(slip_limit=0), None, 3, 0 * DAY),
        (Policy(), CLOSES, 0, 10 * DAY),
        (Policy(late_refused=True), CLOSES, 0, 0 * DAY),
        (Policy(late_refused=True), CLOSES, 3, 3 * DAY),
        (Policy(late_refused=True), CLOSES, 30, 10 * DAY),
    ],
)
def test_handins_are_taken_as_long_as_slip_days_and_the_closing_say(
    policy: Policy, closes_at: datetime | None, left: int, after: timedelta
) -> None:
    last = DUE + after
    deadline = Deadline(DUE, closes_at)
    assert deadline.last_moment(policy, left) == last
    assert not Outlook.at(last, policy, deadline, left).is_closed
    assert Outlook.at(last + timedelta(seconds=1), policy, deadline, left).is_closed


def test_without_a_deadline_nothing_closes() -> None:
    assert Deadline().last_moment(Policy(), 5) is None
    assert not Outlook.at(DUE, Policy(), Deadline(), 0).is_closed


def test_an_extension_moves_deadline_and_closing_and_never_shortens_either() -> None:
    course = Course(zone="UTC", slip_days=1)
    assignment = Assignment(course=course, due_at=DUE, closes_at=CLOSES, late_refused=False)
    assert Deadline.of(assignment, DUE + DAY) == Deadline(DUE + DAY, CLOSES + DAY)
    assert Deadline.of(assignment, DUE - DAY) == Deadline.of(assignment) == Deadline(DUE, CLOSES)
    assignment.closes_at = None
    assert last_moment_of(assignment) == DUE + DAY
    assert last_moment_of(assignment, DUE + DAY) == DUE + 2 * DAY


def look(days: int, left: int, policy: Policy) -> Outlook:
    return Outlook.at(DUE + days * DAY - HOUR, policy, Deadline(DUE, CLOSES), left)


def test_what_lateness_costs_is_said_in_full() -> None:
    ten = Policy(late_penalty=10, late_floor=75)
    late = "The deadline has passed: a handin now is 2 days late."
    assert consequence(look(0, 3, ten)) == ""
    assert consequence(look(2, 3, ten)) == f"{late} If it counts, it spends 2 of your 3 slip days."
    told = consequence(look(2, 1, ten))
    assert told.startswith(f"{late} If it counts, it spends your last slip day.")
    assert told.endswith("It loses 10 % of its points for the 1 day that they do not cover.")
    assert consequence(look(2, 0, ten)) == f"{late} It loses 20 % of its points."
    assert consequence(look(2, 0, Policy())) == f"{late} It loses no points for that."
    assert "25 %" in consequence(look(9, 0, ten))


def test_what_lateness_took_is_said() -> None:
    assert outcome(0, 0, 0) == ""
    assert outcome(1, 1, 0) == "1 day late: spends 1 slip day if it counts."
    assert outcome(3, 1, 20, counts=True) == "3 days late: spends 1 slip day; loses 20 % of its points."
    assert outcome(1, 0, 0) == "1 day late."


def test_a_closed_door_says_why() -> None:
    spent = Outlook.at(DUE + HOUR, Policy(), Deadline(DUE), 0)
    assert "you may spend no slip days on it" in why_closed("HW1", spent, "then", "then")
    closed = look(11, 0, Policy())
    assert why_closed("HW1", closed, "noon", "then") == "HW1 closed at noon; it takes no more handins."


def test_who_must_wait_is_told_what_for() -> None:
    assert "5 minutes must pass" in why_wait(Allowance(cooling=True), "noon", 5 * HOUR / 60, None)
    assert "3 a day are allowed" in why_wait(Allowance(0, DUE), "noon", 0 * HOUR, 3)
    assert [span(timedelta(seconds=each)) for each in (1, 90, 300, 7200)] == [
        "1 second",
        "90 seconds",
        "5 minutes",
        "2 hours",
    ]
