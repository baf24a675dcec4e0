"""What staff call the students of pairs, which may be of several assignments."""

from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from api.anonymity.naming import Namer, Names
from api.courses.seat import Seat
from api.db.models import Submission


@dataclass(frozen=True)
class Called:
    """Names for one viewer: pseudonyms where an assignment is graded without names."""

    session: Session
    namer: Namer
    seat: Seat
    _known: dict[str, Names] = field(default_factory=dict)

    def email(self, submission: Submission) -> str:
        """An e-mail address, or what stands in its place."""
        return self._names(submission).of(submission.student)

    def name(self, submission: Submission) -> str:
        """A name as people say it; an e-mail address where there is none."""
        if self._names(submission).hides(submission.student):
            return self.email(submission)
        return submission.student.name or submission.student.email

    def _names(self, submission: Submission) -> Names:
        found = self._known.get(submission.assignment_id)
        if found is None:
            found = self.namer.names(self.session, self.seat, submission.assignment)
            self._known[submission.assignment_id] = found
        return found
