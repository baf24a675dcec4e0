"""What a check may cost beside the reference, and how a student is told that it costs more."""

import math

import pytest

from graders.answer import Answer
from graders.cost import FLOOR_BYTES, FLOOR_SECONDS, UNKNOWN, Cost, Excess, allowed_beside, excess_of
from graders.diagnose.evidence import Evidence
from graders.diagnose.exceeded import exceeded
from graders.problem import Check, Limits

MIB = 1 << 20
CHECK = Check("large", 2, title="Large", times_reference=20, memory_times_reference=4)
LIMITS = Limits(wall_seconds=10, memory_mb=512)


@pytest.mark.parametrize(
    ("reference", "allowed"),
    [
        (Cost(0.05, 50 * MIB), Cost(1.0, 200 * MIB)),
        (Cost(0.01, 2 * MIB), Cost(FLOOR_SECONDS, FLOOR_BYTES)),
        (Cost(0.5, 128 * MIB), Cost(math.inf, math.inf)),
        (Cost(0.05, 0), Cost(1.0, math.inf)),
        (UNKNOWN, Cost(math.inf, math.inf)),
    ],
)
def test_so_many_times_the_reference_are_allowed_between_the_floor_and_the_absolute_limit(reference, allowed):
    assert allowed_beside(CHECK, LIMITS, reference) == pytest.approx(allowed)


def test_a_check_without_words_may_cost_anything():
    assert excess_of(Check("large", 2), LIMITS, Cost(9.0, 500 * MIB), Cost(0.01, MIB)) is None


def test_a_word_bounds_nothing_but_what_it_names():
    slow, large = Cost(9.0, 0.0), Cost(0.0, 500 * MIB)
    for check, free in (
        (Check("a", 1, times_reference=5), large),
        (Check("a", 1, memory_times_reference=2), slow),
    ):
        assert excess_of(check, LIMITS, free, Cost(0.0, MIB)) is None


def test_the_checks_own_wall_time_is_the_absolute_limit():
    check = Check("large", 2, times_reference=20, wall_seconds=0.9)

    assert allowed_beside(check, LIMITS, Cost(0.05, 0)).seconds == math.inf


@pytest.mark.parametrize(
    ("cost", "kind"),
    [
        (Cost(0.99, 199 * MIB), None),
        (Cost(1.01, 1 * MIB), "time"),
        (Cost(0.1, 201 * MIB), "memory"),
        (Cost(4.0, 210 * MIB), "time"),
        (Cost(1.1, 400 * MIB), "memory"),
    ],
)
def test_what_costs_too_much_is_told_by_what_exceeds_the_more(cost, kind):
    excess = excess_of(CHECK, LIMITS, cost, Cost(0.05, 50 * MIB))

    assert (excess and excess.kind) == kind


def test_the_least_and_the_most_are_taken_of_each_by_itself():
    assert Cost(1.0, 5.0).least(Cost(2.0, 3.0)) == Cost(1.0, 3.0)
    assert Cost(1.0, 5.0).most(Cost(2.0, 3.0)) == Cost(2.0, 5.0)


@pytest.mark.parametrize(
    ("excess", "sentence"),
    [
        (
            Excess("time", 4.1, 0.05, 20, 20 * 0.05),
            "Large took 4.1 s; the reference takes 0.05 s, and 20 times as long is allowed (1 s): a loop "
            "over single elements in Python, where numpy works on whole arrays?",
        ),
        (
            Excess("time", 12.3, 0.002, 20, 0.5),
            "Large took 12 s; the reference takes 0.002 s, and 0.5 s is allowed: a loop over",
        ),
        (
            Excess("memory", 300 * MIB, 50 * MIB, 4, 200 * MIB),
            "Large needed 300 MB; the reference needs 50 MB, and 4 times as much is allowed (200 MB): is",
        ),
        (
            Excess("memory", 64 * MIB, 1.5 * MIB, 4, 32 * MIB),
            "Large needed 64 MB; the reference needs 1.5 MB, and 32 MB is allowed: is",
        ),
    ],
)
def test_a_student_is_told_the_cost_the_references_and_the_allowed(excess, sentence):
    told = exceeded(Evidence(CHECK, Answer(finished=True), {}, (), lambda: (), excess=excess))

    assert told
    assert told.kind == excess.kind
    assert told.sentence.startswith(sentence)


def test_a_check_may_say_how_to_need_less():
    check = Check("large", 2, times_reference=20, cheaper="sum before you multiply")
    excess = Excess("time", 4.1, 0.002, 20, 0.5)
    told = exceeded(Evidence(check, Answer(finished=True), {}, (), lambda: (), excess=excess))

    assert told
    assert told.sentence == (
        "large took 4.1 s; the reference takes 0.002 s, and 0.5 s is allowed: sum before you multiply."
    )
