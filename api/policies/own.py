"""How a student stands as they may know it, and what they may do now.

A student is told only what follows from scores that they may see: checks that are hidden from them, and
assignments whose scores are not published, would otherwise speak through which submission counts and how
many slip days it spends. While an assignment's scores wait, its latest submission is reckoned with, which
spends the most: who is told "2 slip days left" has no fewer.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self

from sqlalchemy.orm import Session

from api.assignments.phase import is_over
from api.db.models import Assignment, Course, Grading, Submission
from api.gradings.score import total
from api.policies import repository
from api.policies.allowance import Allowance, Pace, allowance
from api.policies.deadline import Deadline
from api.policies.outlook import Outlook
from api.policies.policy import Policy
from api.policies.reckoning import Handed, Standing
from api.policies.sentences import outcome
from api.policies.service import Facts, reckoned
from api.submissions.views import Viewer


@dataclass(frozen=True)
class Own:
    """A student's place in a course at a moment. standings: by assignment."""

    course: Course
    student_id: str
    now: datetime
    extensions: Mapping[str, datetime]
    standings: Mapping[str, Standing]

    @classmethod
    def of(cls, session: Session, course: Course, student_id: str, now: datetime) -> Self:
        """Everything of one student that they may know."""
        facts = Facts.of(session, course, [student_id])
        extensions = {work: due_at for (_, work), due_at in facts.extensions.items()}
        viewers = {each.id: _viewer(each, now, extensions.get(each.id)) for each in facts.works}
        seen = replace(facts, handed=_seen(session, course.id, student_id, facts, viewers))
        standings = {each.assignment_id: each for each in reckoned(course, seen, [student_id])}
        return cls(course, student_id, now, extensions, standings)

    @property
    def slip_days_left(self) -> int:
        """The slip days that no submission spends."""
        return self.course.slip_days - sum(each.slip_days for each in self.standings.values())

    def outlook(self, assignment: Assignment) -> Outlook:
        """What handing in to an assignment now would mean."""
        here = self.standings[assignment.id].slip_days if assignment.id in self.standings else 0
        deadline = Deadline.of(assignment, self.extensions.get(assignment.id))
        return Outlook.at(self.now, Policy.of(assignment), deadline, self.slip_days_left + here)


def lateness(session: Session, submission: Submission) -> str:
    """What coming late means for a submission, to its student; "" where it was on time."""
    if not submission.late:
        return ""
    course = submission.assignment.course
    own = Own.of(session, course, submission.student_id, submission.submitted_at)
    then = own.outlook(submission.assignment)
    return outcome(then.days_late, then.slip_days, then.lost)


def allowance_of(session: Session, assignment: Assignment, student_id: str, now: datetime) -> Allowance:
    """How many attempts the student has left, and when the next is taken."""
    pace = pace_of(assignment)
    if pace == Pace():
        return Allowance()
    return allowance(pace, repository.attempts(session, assignment.id, student_id), now)


def pace_of(assignment: Assignment) -> Pace:
    """How often an assignment lets a student hand in."""
    return Pace(assignment.daily_attempts, timedelta(seconds=assignment.cool_down))


def _viewer(assignment: Assignment, now: datetime, extended_to: datetime | None) -> Viewer:
    return Viewer(False, is_over(assignment, now, extended_to), assignment.hides_scores)


def _seen(
    session: Session, course_id: str, student_id: str, facts: Facts, viewers: Mapping[str, Viewer]
) -> dict[repository.Key, list[Handed]]:
    """What the student handed in, with the points that they may know."""
    gradings: dict[str, list[Grading]] = defaultdict(list)
    for grading in repository.gradings(session, course_id, student_id):
        gradings[grading.submission_id].append(grading)
    return {
        key: [_as_seen(each, gradings[each.id], viewers[key[1]]) for each in handed]
        for key, handed in facts.handed.items()
    }


def _as_seen(handed: Handed, gradings: Sequence[Grading], viewer: Viewer) -> Handed:
    score = total(viewer.score(grading) for grading in gradings)
    return handed._replace(earned=score.earned if handed.earned is not None else None, points=score.points)
