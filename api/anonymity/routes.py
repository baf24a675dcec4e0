"""Grading without names."""

from fastapi import APIRouter
from pydantic import BaseModel

from api.anonymity import service
from api.anonymity.naming import NamerDep
from api.assignments.place import PlaceDep
from api.deps import CallerDep, DatabaseDep
from api.errors import Conflict, Forbidden, Forged, NotFound, NotSignedIn
from api.inputs import Id
from api.refusals import documented

router = APIRouter(tags=["anonymous grading"])


class Anonymity(BaseModel):
    """Whether an assignment is graded without the students' names."""

    anonymous: bool


class Revealed(BaseModel):
    """Whose submission it is."""

    submission: str
    pseudonym: str
    email: str
    name: str


@router.put(
    "/courses/{course}/assignments/{assignment}/anonymous",
    responses=documented(NotSignedIn, Forbidden, Forged, NotFound),
)
def put_anonymous(place: PlaceDep, form: Anonymity, caller: CallerDep, database: DatabaseDep) -> Anonymity:
    """Grade an assignment without names, or with them again (instructors only).

    While it is on, staff read a pseudonym wherever they grade: the same for a student throughout.
    """
    with database.writing() as session:
        seat = place.as_instructor(session, caller)
        assignment = service.switch(session, seat, place.assignment, anonymous=form.anonymous)
        return Anonymity(anonymous=assignment.anonymous)


@router.post(
    "/submissions/{submission}/reveal",
    responses=documented(NotSignedIn, Forbidden, Forged, NotFound, Conflict),
)
def reveal_student(submission: Id, caller: CallerDep, database: DatabaseDep, namer: NamerDep) -> Revealed:
    """Whose submission it is, although names are hidden (instructors only); the audit log says who asked."""
    with database.writing() as session:
        found = service.reveal(session, namer, caller, submission)
        return Revealed(
            submission=found.id,
            pseudonym=namer.pseudonym(found),
            email=found.student.email,
            name=found.student.name,
        )
