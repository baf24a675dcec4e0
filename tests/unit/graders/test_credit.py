"""What a check earns that is right in part."""

import numpy as np
import pytest

from graders.answer import Answer, Arrays
from graders.box import End, Ended
from graders.judging import judge, report_check
from graders.problem import Check, Credit, Inputs
from graders.report import CheckReport, Verdict

CASES = ("tanh, seed 1", "relu, seed 1", "tanh, seed 2", "relu, seed 2")
EXPECTED: Arrays = {(case, name): np.arange(4.0) for case in CASES for name in ("y", "dx", "dw")}
CHECK = Check("backward", 6, seeds=2, cases=["tanh", "relu"])


def reported(credit: Credit, arrays: Arrays, **answer: object) -> CheckReport:
    check = Check("backward", 6, seeds=2, cases=["tanh", "relu"], credit=credit, inputs=Inputs.UNCHANGED)
    given = Answer(arrays=arrays, **{"finished": True, **answer})
    return report_check(judge(check, given, EXPECTED), lambda: (), "numpy")


def with_wrong(*keys: tuple[str, str]) -> Arrays:
    return EXPECTED | {key: EXPECTED[key] + 1 for key in keys}


@pytest.mark.parametrize(
    ("credit", "wrong", "earned", "said"),
    [
        (Credit.ALL, [(CASES[0], "dx")], 0, ""),
        (Credit.SEED, [(CASES[0], "dx")], 3, "1 of 2 seeds is right, which earns 3 of 6 points."),
        (Credit.SEED, [(CASES[0], "dx"), (CASES[3], "y")], 0, ""),
        (Credit.CASE, [(CASES[0], "dx")], 3, "1 of 2 cases is right, which earns 3 of 6 points."),
        (Credit.CASE, [(CASES[0], "dx"), (CASES[2], "dw")], 3, "1 of 2 cases is right"),
        (Credit.CASE, [(CASES[0], "dx"), (CASES[1], "dx")], 0, ""),
        (Credit.ARRAY, [(CASES[0], "dx")], 4, "2 of 3 arrays are right, which earns 4 of 6 points."),
        (Credit.ARRAY, [(CASES[0], "dx"), (CASES[3], "dx")], 4, "2 of 3 arrays are right"),
        (Credit.ARRAY, [(case, name) for case, name in EXPECTED], 0, ""),
    ],
)
def test_what_is_right_earns_its_part(credit, wrong, earned, said):
    report = reported(credit, with_wrong(*wrong))

    assert (report.verdict, report.earned) == (Verdict.FAILED, earned)
    assert report.explanation
    assert report.notes[0].startswith(said) if said else report.notes == ()


def test_a_case_that_the_exercise_made_is_one_too():
    check = Check("backward", 6, credit=Credit.CASE)
    expected: Arrays = {("small", "y"): np.ones(3), ("large", "y"): np.ones(3), ("empty", "y"): np.ones(0)}
    answer = Answer(arrays=expected | {("large", "y"): np.zeros(3)}, finished=True)

    assert report_check(judge(check, answer, expected), lambda: (), "numpy").earned == pytest.approx(4)


@pytest.mark.parametrize("credit", Credit)
def test_all_that_is_right_earns_everything_and_is_told_nothing(credit):
    report = reported(credit, EXPECTED)
    assert (report.verdict, report.earned, report.notes) == (Verdict.PASSED, 6, ())


@pytest.mark.parametrize("credit", Credit)
def test_a_check_that_does_not_finish_or_spoils_its_inputs_earns_nothing(credit):
    assert reported(credit, EXPECTED, finished=False, ended=Ended(End.WALL, 0)).earned == 0
    assert reported(credit, EXPECTED, changed=("x",)).earned == 0


def test_a_misnamed_array_costs_one_array_and_one_beside_the_others_costs_one_too():
    misnamed = {(case, "dW" if name == "dw" else name): array for (case, name), array in EXPECTED.items()}
    assert reported(Credit.ARRAY, misnamed).earned == 4

    beside = EXPECTED | {(case, "momentum"): np.ones(2) for case in CASES}
    assert reported(Credit.ARRAY, beside).earned == pytest.approx(6 * 3 / 4)
