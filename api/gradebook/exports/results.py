"""A submission's result as Gradescope's `results.json`, as far as the viewer may see it.

`score` is what counts, lateness aside; it holds before the tests' own, which are the machine's where a person
decided otherwise. Nothing that is not settled has a score: a file with a hole is better than a false zero.
Source: Gradescope, "Autograder Specifications", output format.
"""

from collections.abc import Iterator
from typing import Any

from api.anonymity.naming import Names
from api.db.models import Grading, GradingState, Override, Submission
from api.gradings.score import total
from api.overrides.applying import counted, holding
from api.submissions.state import SubmissionState, state_of
from api.submissions.views import Viewer
from graders.problem import Visibility
from graders.report import CheckReport, Verdict
from graders.text import plain_text

VISIBILITY = {
    Visibility.VISIBLE: "visible",
    Visibility.AFTER_DEADLINE: "after_due_date",
    Visibility.HIDDEN: "hidden",
}
_SAID = {
    SubmissionState.QUEUED: "Waits to be graded.",
    SubmissionState.RUNNING: "Is being graded.",
    SubmissionState.REVIEW: "Staff have still to decide a part of it.",
    SubmissionState.FAULT: "We failed at a part of it, which costs no marks.",
    SubmissionState.GRADED: "",
}
WAITS = "The scores are not published yet."
LATER = "Not shown yet, passed or failed."
NEVER = "For staff alone."


def results_of(submission: Submission, viewer: Viewer, names: Names) -> dict[str, Any]:
    """The whole file, as plain values. `extra_data` says which submission it is of, and whose."""
    state = state_of([grading.state for grading in submission.gradings])
    is_out = viewer.is_staff or not submission.assignment.hides_scores
    score = total(viewer.score(grading) for grading in submission.gradings)
    reports = [report for grading in submission.gradings if is_out and (report := viewer.report(grading))]
    results: dict[str, Any] = {
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "output": _SAID[state] if is_out else WAITS,
        "execution_time": round(sum(report.seconds for report in reports), 3),
        "tests": [
            test
            for grading in submission.gradings
            for test in (_tests(grading, viewer) if is_out else [_named(grading, viewer)])
        ],
        "extra_data": {
            "submission": submission.id,
            "course": submission.assignment.course.slug,
            "assignment": submission.assignment.slug,
            "student": names.of(submission.student),
            "number": submission.number,
            "submitted_at": submission.submitted_at.isoformat(),
            "late": submission.late,
            "digest": submission.digest,
            "state": state.value,
            "max_score": score.points,
            "undecided": score.undecided if is_out else None,
        },
    }
    if is_out and state is SubmissionState.GRADED and score.earned is not None:
        results["score"] = round(score.earned, 6)
    return results


def _tests(grading: Grading, viewer: Viewer) -> Iterator[dict[str, Any]]:
    report = viewer.report(grading)
    settled = grading.state in (GradingState.DONE, GradingState.REVIEW)
    if report is None or not settled or not report.checks:
        yield _of_problem(grading, viewer)
        return
    held = holding(grading.overrides) if grading.override else {}
    for number, check in enumerate(report.checks, start=1):
        yield _of_check(grading, check, number, held.get(check.name))


def _of_problem(grading: Grading, viewer: Viewer) -> dict[str, Any]:
    """A problem without checks to show: a person grades it, or there is no report (yet)."""
    score = viewer.score(grading)
    test = _test(grading, grading.bundle_version.title, score.points, f"{grading.place + 1}")
    if score.earned is not None and grading.state is not GradingState.FAULT:
        test["score"] = round(score.earned, 6)
        test["status"] = "passed" if score.earned >= score.points else "failed"
    if score.earned is not None and grading.is_decided and grading.decisions:
        test["output"] = plain_text(grading.decisions[-1].reason)
    return test


def _named(grading: Grading, viewer: Viewer) -> dict[str, Any]:
    """A problem by its name and points alone."""
    return _test(grading, grading.bundle_version.title, viewer.score(grading).points, f"{grading.place + 1}")


def _of_check(grading: Grading, check: CheckReport, number: int, given: Override | None) -> dict[str, Any]:
    """A check, with the points that a person gave for it, where one did."""
    name = f"{grading.bundle_version.title}: {check.title or check.name}"
    test = _test(grading, name, check.points, f"{grading.place + 1}.{number}")
    test["visibility"] = VISIBILITY[check.visibility]
    test["extra_data"] |= {"check": check.name, "verdict": check.verdict.value, "seconds": check.seconds}
    if check.verdict is Verdict.WITHHELD:
        test["output"] = NEVER if check.visibility is Visibility.HIDDEN else LATER
        return test
    if check.verdict in (Verdict.PASSED, Verdict.FAILED):
        test["score"] = round(check.earned, 6)
        test["status"] = check.verdict.value
    test["output"] = plain_text("\n".join(_said(check)))
    if given is not None:
        test["score"] = round(counted(given, check), 6)
        test["status"] = "passed" if test["score"] >= check.points else "failed"
        test["output"] = plain_text(f"Staff gave {test['score']:g}: {given.reason}\n") + test["output"]
    return test


def _test(grading: Grading, name: str, points: float, number: str) -> dict[str, Any]:
    problem = grading.bundle_version.problem.slug
    return {
        "name": plain_text(name),
        "number": number,
        "max_score": points,
        "output": "",
        "output_format": "text",
        "tags": [problem],
        "visibility": "visible",
        "extra_data": {"problem": problem, "version": grading.bundle_version.number},
    }


def _said(check: CheckReport) -> Iterator[str]:
    if check.explanation is not None:
        yield check.explanation.sentence
    for mismatch in check.mismatches:
        yield mismatch.message
    if check.error is not None:
        yield f"{check.error.type_name}: {check.error.message}"
        for frame in check.error.frames:
            yield f"  {frame.path}, line {frame.line}, in {frame.function}: {frame.source.strip()}"
    yield from check.notes
    if check.printed:
        yield f"Printed:\n{check.printed}"
