"""Students see no more than a check's visibility allows, and nothing that lets them conclude more."""

import pytest

from graders.problem import Visibility
from graders.report import CheckReport, Explanation, Mismatch, Report, StudentError, Verdict
from graders.student_view import student_view


def checked(name: str, visibility: Visibility, verdict: Verdict, points: float = 2.0) -> CheckReport:
    passed = verdict is Verdict.PASSED
    return CheckReport(
        name=name,
        title=name.title(),
        points=points,
        earned=points if passed else 0.0,
        verdict=verdict,
        visibility=visibility,
        explanation=None if passed else Explanation("values", "It should be 42."),
        mismatches=() if passed else (Mismatch("", "out", "values", "expected 42"),),
        error=None if passed else StudentError("ValueError", "the input was 271828"),
        printed="the input is 271828",
        notes=("a note on 271828",),
        seconds=0.25,
    )


def report(*checks: CheckReport, fault: str = "") -> Report:
    failed = any(check.points and check.verdict is Verdict.FAILED for check in checks)
    verdict = Verdict.FAULT if fault else Verdict.FAILED if failed else Verdict.PASSED
    points, earned = sum(check.points for check in checks), sum(check.earned for check in checks)
    return Report(
        "p", "P", "digest", verdict, points, earned, checks, "numpy", "cpu", "bare", 9.0, fault=fault
    )


PASSED, FAILED = Verdict.PASSED, Verdict.FAILED
VISIBLE, LATER, HIDDEN = Visibility.VISIBLE, Visibility.AFTER_DEADLINE, Visibility.HIDDEN


def test_a_report_without_secrets_is_seen_as_it_is():
    whole = report(checked("a", VISIBLE, PASSED), checked("b", VISIBLE, FAILED))
    seen = student_view(whole, deadline_passed=False)

    assert seen.checks == whole.checks
    assert (seen.verdict, seen.earned, seen.points, seen.notes) == (FAILED, 2, 4, ())


@pytest.mark.parametrize("verdict", [PASSED, FAILED])
def test_a_hidden_check_shows_its_name_and_points_and_no_more(verdict: Verdict):
    seen = student_view(
        report(checked("a", VISIBLE, PASSED), checked("b", HIDDEN, verdict)), deadline_passed=True
    )

    assert seen.checks[1] == CheckReport("b", "B", 2.0, 0.0, Verdict.WITHHELD, HIDDEN)
    assert "42" not in str(seen.checks[1])
    assert seen.verdict is Verdict.WITHHELD
    assert (seen.earned, seen.points, seen.seconds) == (2, 2, 0.25)
    assert seen.notes == ("1 check worth 2 points: not shown here, passed or failed, and in no sum.",)


@pytest.mark.parametrize("visibility", [LATER, HIDDEN])
def test_a_report_looks_the_same_whether_hidden_checks_passed_or_failed(visibility: Visibility):
    passed, failed = (
        report(checked("a", VISIBLE, PASSED), checked("b", visibility, verdict))
        for verdict in (PASSED, FAILED)
    )
    assert student_view(passed, deadline_passed=False) == student_view(failed, deadline_passed=False)


def test_after_the_deadline_the_rest_is_seen():
    whole = report(checked("a", VISIBLE, PASSED), checked("b", LATER, FAILED), checked("c", HIDDEN, FAILED))
    seen = student_view(whole, deadline_passed=True)

    assert [check.verdict for check in seen.checks] == [PASSED, FAILED, Verdict.WITHHELD]
    assert seen.verdict is FAILED


def test_a_visible_failure_is_a_failure_whatever_is_withheld():
    seen = student_view(
        report(checked("a", VISIBLE, FAILED), checked("b", HIDDEN, PASSED)), deadline_passed=False
    )

    assert (seen.verdict, seen.earned) == (FAILED, 0)


def test_hidden_diagnostics_decide_nothing():
    seen = student_view(
        report(checked("a", VISIBLE, PASSED), checked("b", HIDDEN, FAILED, 0.0)), deadline_passed=False
    )

    assert seen.verdict is PASSED
    assert seen.checks[1].explanation is None


def test_our_fault_is_no_secret_but_its_details_are():
    seen = student_view(
        report(checked("a", HIDDEN, Verdict.FAULT), fault="reference/loss.py: no x"), deadline_passed=True
    )

    assert seen.verdict is Verdict.FAULT
    assert "reference" not in seen.fault
    assert "not your code" in seen.fault
