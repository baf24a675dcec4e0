"""The small rules that services decide by."""

from datetime import UTC, datetime, timedelta

import pytest

from api.assignments.phase import Phase, is_over, phase_of
from api.db.models import Assignment, GradingState
from api.errors import ApiError, NotFound, NotYetOpen, TooManyTries
from api.gradings.score import Score, revealed, total
from api.gradings.seeds import seed_of
from api.paging import Page
from api.submissions.state import SubmissionState, state_of
from graders.problem import Visibility

Q, R, D, F = GradingState.QUEUED, GradingState.RUNNING, GradingState.DONE, GradingState.FAULT
W = GradingState.REVIEW
NOON = datetime(2026, 2, 1, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("gradings", "state"),
    [
        ([Q, Q], SubmissionState.QUEUED),
        ([Q, R], SubmissionState.RUNNING),
        ([Q, D], SubmissionState.RUNNING),
        ([R, D], SubmissionState.RUNNING),
        ([Q, F], SubmissionState.RUNNING),
        ([D, D], SubmissionState.GRADED),
        ([D, F], SubmissionState.FAULT),
        ([D, W], SubmissionState.REVIEW),
        ([W, W], SubmissionState.REVIEW),
        ([Q, W], SubmissionState.QUEUED),
        ([Q, D, W], SubmissionState.RUNNING),
        ([F, W], SubmissionState.FAULT),
    ],
)
def test_a_submission_stands_where_its_gradings_do(
    gradings: list[GradingState], state: SubmissionState
) -> None:
    assert state_of(gradings) is state


@pytest.mark.parametrize(
    ("after_noon", "phase"),
    [(-2, Phase.UPCOMING), (0, Phase.OPEN), (1, Phase.OPEN), (2, Phase.LATE), (4, Phase.CLOSED)],
)
def test_an_assignment_opens_is_due_and_closes(after_noon: int, phase: Phase) -> None:
    assignment = Assignment(opens_at=NOON - HOUR, due_at=NOON + HOUR, closes_at=NOON + 3 * HOUR)
    now = NOON + after_noon * HOUR
    assert phase_of(assignment, now) is phase
    assert is_over(assignment, now) is (phase is Phase.CLOSED)


def test_an_assignment_without_dates_is_open() -> None:
    assert phase_of(Assignment(), NOON) is Phase.OPEN


def test_an_assignment_without_a_closing_closes_when_it_is_due() -> None:
    assert phase_of(Assignment(due_at=NOON), NOON + HOUR) is Phase.CLOSED


def test_hidden_checks_are_for_staff_alone() -> None:
    everything = set(Visibility)
    assert revealed(is_staff=True, is_over=False) == everything
    assert revealed(is_staff=False, is_over=True) == everything - {Visibility.HIDDEN}
    assert revealed(is_staff=False, is_over=False) == {Visibility.VISIBLE}


def test_an_unsettled_score_is_no_zero() -> None:
    assert total([Score(None, 5), Score(None, 7)]) == Score(None, 12)
    assert total([Score(3, 5), Score(None, 7)]) == Score(3, 12)
    assert total([Score(0, 5)]) == Score(0, 5)
    assert total([Score(3, 5), Score(None, 7, 7)]) == Score(3, 12, 7)


def test_seeds_differ_by_problem_and_assignment_and_fit_a_signed_word() -> None:
    seeds = {seed_of(seed, slug) for seed in range(50) for slug in ("mlp", "loss")}
    assert len(seeds) == 100
    assert all(0 <= seed < 2**63 for seed in seeds)


def test_pages_count_from_one() -> None:
    assert [Page(number, 20).offset for number in (1, 2, 3)] == [0, 20, 40]


def test_a_refusal_has_a_name_for_programs_and_a_sentence_for_people() -> None:
    assert NotYetOpen.type() == "urn:allclose:not-yet-open"
    assert NotFound().detail == "There is no such thing here."
    assert NotFound("You have none.").detail == str(NotFound("You have none.")) == "You have none."
    assert TooManyTries("Wait.", 7).fields == {"retry_after": 7}


def test_refusals_differ_by_name() -> None:
    kinds = ApiError.__subclasses__()
    assert len({kind.type() for kind in kinds}) == len(kinds) > 10
    assert all(400 <= kind.status_code < 600 for kind in kinds)
