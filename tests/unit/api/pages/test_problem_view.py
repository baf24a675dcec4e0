from api.pages.views.changes import changes
from api.pages.views.check import Standing
from api.pages.views.problem import ProblemView
from graders.problem import Visibility
from graders.report import CheckReport, Explanation, Mismatch, Verdict, Worst
from graders.student_view import student_view
from tests.unit.api.pages.reports import check, report

LATER = {"visibility": Visibility.AFTER_DEADLINE}
HIDDEN = {"visibility": Visibility.HIDDEN}
SECRET = Explanation("values", "The secret is 42.")


def view(*checks: CheckReport, is_over: bool = False, verdict: Verdict | None = None) -> ProblemView:
    return ProblemView.of(student_view(report(*checks, verdict=verdict), is_over))


def test_a_problem_stands_as_its_checks_do() -> None:
    good, bad = check(), check("backward", passed=False)
    assert view(good).standing == Standing.PASSED
    assert view(good, bad).standing == Standing.PARTLY
    assert view(bad).standing == Standing.FAILED
    assert view(good, verdict=Verdict.FAULT).standing == Standing.FAULT


def test_a_check_that_earned_a_part_of_its_points_is_partly_right() -> None:
    shown = view(check("cases", passed=False, earned=2.0))
    assert shown.checks[0].standing == shown.standing == Standing.PARTLY
    assert shown.checks[0].judged


def test_what_a_later_check_earned_in_part_is_not_told_before() -> None:
    shown = view(check("held_out", passed=False, earned=2.0, notes=("1 of 2 cases is right",), **LATER))
    assert (shown.checks[0].standing, shown.earned) == (Standing.LATER, 0)
    assert not shown.checks[0].opens


def test_a_failed_diagnostic_costs_a_problem_nothing() -> None:
    shown = view(check(), check("large", passed=False, points=0))
    assert shown.standing == Standing.PASSED
    assert [one.title for one in shown.checks] == ["Forward"]
    assert [one.title for one in shown.diagnostics] == ["Large"]


def test_a_check_that_is_decided_later_says_nothing_before() -> None:
    shown = view(check(), check("held_out", passed=True, printed="it passed", explanation=SECRET, **LATER))
    held_out = shown.checks[1]
    assert held_out.standing == Standing.LATER
    assert not held_out.opens
    assert shown.earned == 5
    assert shown.points == 5


def test_a_check_that_is_decided_later_is_shown_after_the_deadline() -> None:
    shown = view(check("held_out", passed=False, explanation=SECRET, **LATER), is_over=True)
    assert shown.checks[0].sentence == "The secret is 42."


def test_a_hidden_check_never_shows_so_much_as_its_name() -> None:
    shown = view(check(), check("secret", explanation=SECRET, **HIDDEN), is_over=True)
    assert shown.checks[1].standing == Standing.STAFF
    assert "secret" not in shown.checks[1].title.lower()
    assert "secret" not in shown.checks[1].anchor
    assert shown.earned == 5


def test_a_problem_of_hidden_checks_alone_neither_passes_nor_fails() -> None:
    assert view(check("held_out", **LATER)).standing == Standing.LATER


def test_a_passed_check_that_printed_can_be_opened() -> None:
    assert view(check(printed="loss 0.1")).checks[0].opens
    assert not view(check()).checks[0].opens


def test_a_reason_is_not_said_twice() -> None:
    reason = "`dW` has shape (10,); expected (1, 10)."
    failed = check(
        passed=False,
        explanation=Explanation("shape", reason),
        mismatches=(Mismatch("", "dW", "shape", reason),),
    )
    assert view(failed).checks[0].arrays == ()


def test_of_a_dozen_wrong_arrays_two_are_shown_in_full() -> None:
    wrong = tuple(Mismatch("", f"dW[{number}]", "values", f"{number} differ.") for number in range(12))
    shown = view(check(passed=False, mismatches=wrong)).checks[0]
    assert len(shown.arrays) == 2
    assert len(shown.more) == 10


def test_facts_of_an_array_read_as_words() -> None:
    facts = Mismatch("call 2", "dW", "values", "", 12, 200, 4321.6, Worst((3, 2), "0.1", "2.0"))
    array = view(check(passed=False, mismatches=(facts,))).checks[0].arrays[0]
    assert array.name == "call 2 · dW"
    assert array.share == "12 of 200 (6 %)"
    assert array.times == "4,322 × the allowed"


def test_changes_name_what_was_gained_before_what_was_lost() -> None:
    now = view(check("momentum", points=10), check("relu_derivative", passed=False, points=2), check("same"))
    before = view(
        check("momentum", passed=False, points=10), check("relu_derivative", points=2), check("same")
    )
    assert [(one.difference, one.check.title) for one in changes([now], [before])] == [
        (10, "Momentum"),
        (-2, "Relu_derivative"),
    ]


def test_what_only_one_submission_decided_is_no_change() -> None:
    now = view(check("held_out", **LATER), check("new"), is_over=True)
    before = view(check("held_out", passed=False, **LATER))
    assert changes([now], [before]) == []


def test_what_each_check_took_is_told_but_of_those_that_are_decided_later() -> None:
    shown = view(
        check(seconds=0.25, peak_bytes=40_000_000),
        check("backward", passed=False, seconds=0.5),
        check("large", points=0, seconds=1.0, peak_bytes=90_000_000),
        check("held_out", seconds=9.0, peak_bytes=900_000_000, **LATER),
    )
    assert [one.title for one in shown.timed] == ["Forward", "Backward", "Large"]
    assert (shown.seconds, shown.peak_bytes) == (1.75, 90_000_000)
