"""The assignments of courses as a member sees them in a list, with what came of their own handins."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from api.assignments import repository as assignments
from api.assignments.phase import Phase, phase_of
from api.courses.seat import Seat
from api.db.base import utc_now
from api.db.models import Assignment
from api.pages.views.row import RowView, best_of
from api.policies import repository as policies
from api.policies.deadline import Deadline
from api.submissions import repository as submissions
from api.submissions.views import Viewer


@dataclass(frozen=True)
class AssignmentLine:
    """An assignment in a list. rows: one's own submissions, newest first. due_at: one's own deadline."""

    assignment: Assignment
    phase: Phase
    rows: Sequence[RowView]
    due_at: datetime | None

    @property
    def best(self) -> RowView | None:
        """The submission of one's own that earned most."""
        return best_of(self.rows)

    @property
    def latest(self) -> RowView | None:
        """One's newest submission."""
        return self.rows[0] if self.rows else None

    @property
    def tried(self) -> bool:
        """Whether one handed in."""
        return bool(self.rows)


def outline_of(session: Session, seats: Sequence[Seat]) -> Mapping[str, list[AssignmentLine]]:
    """Course → its assignments in the order in which they open: as many queries for one as for twenty."""
    by_course = {seat.course.id: seat for seat in seats}
    found = assignments.assignments(session, *by_course)
    rows = defaultdict(list)
    if seats:
        for row in submissions.own(session, seats[0].caller.id, [each.id for each in found]):
            rows[row.assignment_id].append(
                RowView.of(row, Viewer.of(by_course[row.assignment.course_id], row))
            )
    extended = policies.own_extensions(session, seats[0].caller.id) if seats else {}
    outline: dict[str, list[AssignmentLine]] = {course_id: [] for course_id in by_course}
    now = utc_now()
    for each in found:
        until = extended.get(each.id)
        line = AssignmentLine(
            each, phase_of(each, now, until), rows[each.id], Deadline.of(each, until).due_at
        )
        outline[each.course_id].append(line)
    return outline


def next_due(lines: Sequence[AssignmentLine]) -> AssignmentLine | None:
    """The assignment that takes handins and is due next; None where none has a deadline before it."""
    coming = [line for line in lines if line.phase is Phase.OPEN and line.due_at is not None]
    return min(coming, key=lambda line: line.due_at or utc_now(), default=None)
