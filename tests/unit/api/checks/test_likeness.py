"""Which wrong answers one comment can serve."""

from api.checks.likeness import diagnosis_of, likeness_of
from graders.report import CheckReport, Explanation, Mismatch, StudentError, Verdict

WRONG = Mismatch("", "out", "values", "2 of 6 elements differ")


def failed(name: str = "train", **changes: object) -> CheckReport:
    said = {"name": name, "title": "", "points": 2.0, "earned": 0.0, "verdict": Verdict.FAILED} | changes
    return CheckReport(**said)


def explained(kind: str, sentence: str, misconception: str = "", **changes: object) -> CheckReport:
    return failed(explanation=Explanation(kind, sentence, misconception), **changes)


def alike(one: CheckReport, other: CheckReport) -> bool:
    return likeness_of("batchnorm", one) == likeness_of("batchnorm", other)


def raised(message: str, kind: str = "ValueError", line: int = 3) -> CheckReport:
    sentence = f"{kind} in `forward`, at line {line} of bn.py: {message}."
    return explained("exception", sentence, error=StudentError(kind, message))


def test_the_same_misconception_is_alike_however_it_is_worded() -> None:
    one = explained("misconception", "It divides by m − 1.", "unbiased-variance")
    other = explained("misconception", "You divide by m − 1, and again.", "unbiased-variance")
    assert alike(one, other)
    assert diagnosis_of(one) == "misconception:unbiased-variance"
    assert not alike(one, explained("misconception", "It divides by m − 1.", "no-momentum"))


def test_the_same_exception_is_alike_wherever_it_is_raised_and_whatever_numbers_it_names() -> None:
    other = raised("shapes (5,8) and (3,) not aligned", line=9)
    assert alike(raised("shapes (20,8) and (4,) not aligned"), other)
    assert not alike(raised("shapes not aligned"), raised("division by zero"))
    assert not alike(raised("no"), raised("no", kind="TypeError"))


def test_the_same_wrong_numbers_are_alike_and_others_are_not() -> None:
    three = explained("factor", "Yours is exactly 3 times the expected.", mismatches=(WRONG,))
    again = explained("factor", "Yours is exactly 3 times the expected.", mismatches=(WRONG,))
    twenty = explained("factor", "Yours is exactly 20 times the expected.", mismatches=(WRONG,))
    assert alike(three, again)
    assert not alike(three, twenty)


def test_what_was_measured_does_not_tell_wrong_answers_apart() -> None:
    slow = explained("time", "It took 3.2 s; 1e-3 s is allowed.")
    assert alike(slow, explained("time", "It took 17 s; 2.5e-3 s is allowed."))


def test_another_check_and_another_problem_are_not_alike() -> None:
    one = explained("shape", "Transposed.", mismatches=(WRONG,))
    assert not alike(one, explained("shape", "Transposed.", name="infer", mismatches=(WRONG,)))
    assert likeness_of("linear", one) != likeness_of("batchnorm", one)


def test_what_failed_without_a_word_is_counted_too() -> None:
    assert diagnosis_of(failed()) == "unexplained"
    assert alike(failed(), failed())
