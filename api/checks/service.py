"""Writing down what reports say of single checks. Whoever counts reads these rows, and no report."""

from collections.abc import Iterator, Sequence
from typing import Any

import msgspec
from sqlalchemy import Select, delete, insert, select
from sqlalchemy.orm import Session

from api.checks.likeness import diagnosis_of, likeness_of
from api.db.models import CheckResult, Grading
from graders.report import CheckReport, Report, Verdict
from graders.text import plain_line

_AT_ONCE = 200
"""Reports that are held at a time while many are written down anew."""

Graded = tuple[str, str, str, Report]
"""A grading, its submission and its bundle version, by id, and its report."""


def write(session: Session, gradings: Sequence[Grading], reports: Sequence[Report]) -> None:
    """Write down the checks of reports that were just recorded; what was there before was forgotten."""
    graded = zip(gradings, reports, strict=True)
    _insert(session, [(row.id, row.submission_id, row.bundle_version_id, report) for row, report in graded])


def forget(session: Session, gradings: Select[str]) -> None:
    """Strike out the checks of gradings (by id)."""
    struck = delete(CheckResult).where(CheckResult.grading_id.in_(gradings))
    session.execute(struck.execution_options(synchronize_session=False))


def rewrite(session: Session, gradings: Select[str]) -> None:
    """Write down anew the checks of gradings (by id) whose reports were replaced."""
    forget(session, gradings)
    for ids in _batches(session.scalars(gradings.order_by(None)).all()):
        rows = session.execute(
            select(Grading.id, Grading.submission_id, Grading.bundle_version_id, Grading.report_json)
            .where(Grading.id.in_(ids), Grading.report_json.is_not(None))
            .order_by(Grading.id)
        )
        _insert(session, [(grading, of, by, _read(text)) for grading, of, by, text in rows])


def _insert(session: Session, graded: Sequence[Graded]) -> None:
    rows = [row for each in graded for row in rows_of(*each)]
    if rows:
        session.execute(insert(CheckResult), rows)


def _read(text: str | None) -> Report:
    return msgspec.json.decode(text or "", type=Report)


def rows_of(grading: str, submission: str, version: str, report: Report) -> Iterator[dict[str, Any]]:
    """The rows that a report makes, as values: ids are those of the grading, its submission and version."""
    for place, check in enumerate(report.checks):
        yield {
            "grading_id": grading,
            "submission_id": submission,
            "bundle_version_id": version,
            "place": place,
            "name": check.name,
            "earned": check.earned,
            "points": check.points,
            **_why(report.problem, check),
        }


def _why(problem: str, check: CheckReport) -> dict[str, Any]:
    if check.verdict is Verdict.PASSED:
        return {"passed": True, "diagnosis": "", "sentence": "", "likeness": ""}
    said = check.explanation.sentence if check.explanation else ""
    return {
        "passed": False,
        "diagnosis": diagnosis_of(check),
        # It may quote the handin, in which any character can be; no database stores all of them.
        "sentence": plain_line(said or "It failed, and nothing says why."),
        "likeness": likeness_of(problem, check),
    }


def _batches(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    return (ids[first : first + _AT_ONCE] for first in range(0, len(ids), _AT_ONCE))
