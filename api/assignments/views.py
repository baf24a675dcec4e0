"""An assignment as a member of its course may see it."""

from datetime import datetime

from api.assignments.phase import phase_of
from api.assignments.schemas import AssignmentProblemView, AssignmentSummary, AssignmentView
from api.assignments.service import may_read
from api.courses.seat import Seat
from api.db.base import utc_now
from api.db.models import Assignment
from api.kits import service as kits
from api.policies.deadline import Deadline
from api.policies.views import policies_of


def summary_of(assignment: Assignment, extended_to: datetime | None = None) -> AssignmentSummary:
    """A line of a list. extended_to: for who has an extension until then."""
    deadline = Deadline.of(assignment, extended_to)
    return AssignmentSummary(
        course=assignment.course.slug,
        slug=assignment.slug,
        title=assignment.title,
        phase=phase_of(assignment, utc_now(), extended_to),
        opens_at=assignment.opens_at,
        due_at=deadline.due_at,
        closes_at=deadline.closes_at,
        points=assignment.points,
        scores_hidden=assignment.hides_scores,
        policies=policies_of(assignment),
    )


def view_of(seat: Seat, assignment: Assignment, extended_to: datetime | None = None) -> AssignmentView:
    """An assignment; what it asks only once the holder of this seat may read that."""
    readable = may_read(seat, assignment)
    return AssignmentView(
        **summary_of(assignment, extended_to).model_dump(),
        handout=assignment.handout if readable else "",
        problems=_problems(assignment) if readable else [],
        files=assignment.files if readable else [],
        has_starter=assignment.kit_digest is not None,
        starter=kits.sentence_of(assignment) if seat.is_staff else "",
    )


def _problems(assignment: Assignment) -> list[AssignmentProblemView]:
    return [
        AssignmentProblemView(
            slug=row.problem.slug,
            version=row.bundle_version.number,
            title=row.bundle_version.title,
            points=row.bundle_version.points,
        )
        for row in assignment.problems
    ]
