"""How the students of one assignment are called to one viewer."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends
from sqlalchemy import select
from sqlalchemy.orm import Session

from api.auth.keys import Keys
from api.courses.seat import Seat
from api.db.models import Assignment, Reveal, Submission, User
from api.deps import KeysDep


@dataclass(frozen=True)
class Names:
    """What to call students. known: ids of those whose names the viewer reads all the same: their own too.

    A pseudonym is the same for the same student throughout one assignment, and another in the next: no list
    of both gives anybody away.
    """

    keys: Keys
    assignment_id: str
    is_anonymous: bool
    known: frozenset[str]

    def of(self, student: User) -> str:
        """An e-mail address, or what stands in its place."""
        return self.call(student.id, student.email)

    def call(self, student_id: str, email: str) -> str:
        """The same, for a row that holds no more of the student."""
        return pseudonym(self.keys, self.assignment_id, student_id) if self._hides(student_id) else email

    def hides(self, student: User) -> bool:
        """Whether the viewer does not read this student's name."""
        return self._hides(student.id)

    def _hides(self, student_id: str) -> bool:
        return self.is_anonymous and student_id not in self.known


def pseudonym(keys: Keys, assignment_id: str, user_id: str) -> str:
    """What stands in place of a name in an assignment: Student 7f3a-09c2."""
    return f"Student {keys.pseudonym(f'{assignment_id}/{user_id}')}"


@dataclass(frozen=True)
class Namer:
    """Finds out what a viewer calls students."""

    keys: Keys

    def pseudonym(self, submission: Submission) -> str:
        """What stands in place of the name of whose submission it is."""
        return pseudonym(self.keys, submission.assignment_id, submission.student_id)

    def names(self, session: Session, seat: Seat, assignment: Assignment) -> Names:
        """What the holder of this seat calls the students of an assignment."""
        known = {seat.caller.id}
        if assignment.anonymous and seat.is_instructor:
            revealed = select(Reveal.student_id).where(
                Reveal.assignment_id == assignment.id, Reveal.by_id == seat.caller.id
            )
            known |= set(session.scalars(revealed))
        return Names(self.keys, assignment.id, assignment.anonymous, frozenset(known))


async def get_namer(keys: KeysDep) -> Namer:
    """Who finds out what a viewer calls students."""
    return Namer(keys)


NamerDep = Annotated[Namer, Depends(get_namer)]
