"""Which submission counts, and what lateness takes."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from api.db.models import Counts
from api.policies.deadline import Deadline
from api.policies.policy import Policy
from api.policies.reckoning import Handed, Standing, Work, reckon

DUE = datetime(2026, 4, 1, 23, 59, tzinfo=UTC)
DAY, SECOND = timedelta(days=1), timedelta(seconds=1)
TEN_A_DAY = Policy(late_penalty=10, late_floor=50)


def handed(number: int, days: int, earned: float | None) -> Handed:
    """A submission so many days late; on time with 0."""
    at = DUE + (days - 1) * DAY + SECOND if days else DUE
    return Handed(f"s{number}", number, at, earned, 100)


def work(*submissions: Handed, policy: Policy = TEN_A_DAY, id_: str = "hw1", excused: bool = False) -> Work:
    return Work(id_, policy, Deadline(DUE), 100, submissions, excused)


def stand(slip_days: int, *works: Work) -> list[Standing]:
    return list(reckon("ada", slip_days, works))


def test_who_handed_in_nothing_has_no_score() -> None:
    [standing] = stand(5, work())
    assert standing == Standing("ada", "hw1", None, None, 100)


def test_a_late_submission_spends_a_slip_day_for_each_day_begun() -> None:
    [standing] = stand(5, work(handed(1, 2, 80)))
    assert (standing.days_late, standing.slip_days, standing.penalty, standing.final) == (2, 2, 0, 80)


def test_the_days_that_no_slip_day_covers_cost_their_percentage_down_to_the_floor() -> None:
    finals = {days: stand(1, work(handed(1, days, 80)))[0].final for days in (1, 2, 4, 9)}
    assert finals == {1: 80, 2: 72, 4: 56, 9: 40}


def test_a_double_click_spends_no_two() -> None:
    [standing] = stand(5, work(handed(1, 1, 80), handed(2, 1, 80)))
    assert (standing.submission_id, standing.slip_days) == ("s2", 1)


def test_slip_days_are_given_back_when_a_better_submission_counts() -> None:
    on_time_then_late = [handed(1, 0, 60), handed(2, 1, 50)]
    assert stand(5, work(*on_time_then_late))[0].slip_days == 0
    assert stand(5, work(handed(1, 1, 60)))[0].slip_days == 1


def test_of_equal_submissions_the_one_on_time_counts() -> None:
    [standing] = stand(5, work(handed(1, 0, 80), handed(2, 3, 80)))
    assert (standing.submission_id, standing.slip_days) == ("s1", 0)


def test_what_keeps_more_after_the_penalty_counts_even_where_it_earned_less() -> None:
    both = [handed(1, 0, 80), handed(2, 3, 100)]
    assert stand(0, work(*both))[0].submission_id == "s1"
    assert stand(2, work(*both))[0].submission_id == "s2"


def test_where_the_latest_counts_it_does_even_if_it_is_worse_or_not_graded() -> None:
    latest = Policy(counts=Counts.LATEST)
    [standing] = stand(5, work(handed(1, 0, 80), handed(2, 1, None), policy=latest))
    assert (standing.submission_id, standing.earned, standing.final) == ("s2", None, None)
    assert standing.slip_days == 1


def test_what_is_not_graded_yet_takes_no_place_from_what_is() -> None:
    [standing] = stand(5, work(handed(1, 0, 10), handed(2, 1, None)))
    assert standing.submission_id == "s1"
    assert stand(5, work(handed(1, 0, None), handed(2, 1, None)))[0].submission_id == "s2"


def test_slip_days_are_one_budget_for_all_assignments_in_the_order_of_deadlines() -> None:
    works = [work(handed(1, 2, 100), id_=id_) for id_ in ("hw1", "hw2", "hw3")]
    standings = stand(3, *works)
    assert [each.slip_days for each in standings] == [2, 1, 0]
    assert [each.final for each in standings] == [100, 90, 80]


def test_an_assignment_may_allow_fewer_slip_days_or_none() -> None:
    few, none = Policy(slip_limit=1, late_penalty=10), Policy(slip_limit=0, late_penalty=10)
    standings = stand(5, work(handed(1, 3, 100), policy=few), work(handed(1, 1, 100), policy=none))
    assert [(each.slip_days, each.final) for each in standings] == [(1, 80), (0, 90)]


def test_who_is_excused_spends_nothing_and_has_no_final_score() -> None:
    [standing] = stand(5, work(handed(1, 2, 80), excused=True))
    assert (standing.excused, standing.slip_days, standing.penalty, standing.final) == (True, 0, 0, None)


POLICIES = st.builds(
    Policy,
    slip_limit=st.none() | st.integers(0, 4),
    late_penalty=st.floats(0, 100),
    late_floor=st.floats(0, 100),
    counts=st.sampled_from(Counts),
)
SUBMISSIONS = st.lists(st.tuples(st.integers(0, 9), st.none() | st.floats(0, 100)), max_size=5).map(
    lambda drawn: [handed(number, days, earned) for number, (days, earned) in enumerate(drawn, 1)]
)
WORKS = st.lists(
    st.builds(lambda policy, all_: work(*all_, policy=policy), POLICIES, SUBMISSIONS), max_size=5
)
BUDGETS = st.integers(0, 7)


@given(budget=BUDGETS, works=WORKS)
def test_nobody_spends_more_than_they_have_or_may(budget: int, works: list[Work]) -> None:
    standings = stand(budget, *works)
    assert sum(each.slip_days for each in standings) <= budget
    for each, its in zip(standings, works, strict=True):
        assert 0 <= each.slip_days <= each.days_late
        assert its.policy.slip_limit is None or each.slip_days <= its.policy.slip_limit


@given(budget=BUDGETS, works=WORKS)
def test_lateness_never_adds_points_and_leaves_the_floor(budget: int, works: list[Work]) -> None:
    for each, its in zip(stand(budget, *works), works, strict=True):
        if each.final is not None and each.earned is not None:
            assert each.earned * its.policy.late_floor / 100 - 1e-9 <= each.final <= each.earned
            assert each.penalty == 0 or each.days_late > each.slip_days


@given(budget=BUDGETS, works=WORKS, again=st.data())
def test_the_same_handed_in_twice_counts_once(budget: int, works: list[Work], again: st.DataObject) -> None:
    def doubled(its: Work) -> Work:
        twice = [
            Handed(each.id, 2 * each.number + place, each.submitted_at, each.earned, each.points)
            for each in its.handed
            for place in (0, 1)
        ]
        return Work(its.assignment_id, its.policy, its.deadline, its.points, twice)

    assert stand(budget, *map(doubled, works)) == stand(budget, *works)


@given(budget=BUDGETS, works=WORKS, more=SUBMISSIONS)
def test_what_is_handed_in_later_changes_no_earlier_assignment(
    budget: int, works: list[Work], more: list[Handed]
) -> None:
    assert stand(budget, *works, work(*more))[: len(works)] == stand(budget, *works)
