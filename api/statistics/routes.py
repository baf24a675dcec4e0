"""The class at a glance, for its staff."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.anonymity.naming import NamerDep
from api.assignments import service as assignments
from api.assignments.place import PlaceDep
from api.deps import CallerDep, DatabaseDep
from api.errors import Conflict, Forbidden, NotFound, NotSignedIn
from api.inputs import Id
from api.paging import PagerDep
from api.refusals import documented
from api.statistics import service
from api.statistics.history import history
from api.statistics.schemas import StatisticsView, StepView, StudentsQuery, StudentView
from api.statistics.views import statistics_of, step_of, student_of
from api.statistics.wanted import Wanted

router = APIRouter(prefix="/courses/{course}/assignments/{assignment}", tags=["statistics"])


async def get_wanted(asked: Annotated[StudentsQuery, Query()]) -> Wanted:
    """Which students are asked for."""
    return asked.wanted


WantedDep = Annotated[Wanted, Depends(get_wanted)]


@router.get("/statistics", responses=documented(NotSignedIn, Forbidden, NotFound))
def get_statistics(place: PlaceDep, caller: CallerDep, database: DatabaseDep) -> StatisticsView:
    """The class in figures: who handed in, how well, and what most of them fail at (staff only)."""
    with database.reading() as session:
        seat = place.as_staff(session, caller)
        found = assignments.find(session, seat, place.assignment)
        return statistics_of(found, service.overview(session, found))


@router.get("/students", responses=documented(NotSignedIn, Forbidden, NotFound))
def list_students(
    place: PlaceDep,
    wanted: WantedDep,
    pager: PagerDep,
    caller: CallerDep,
    database: DatabaseDep,
    namer: NamerDep,
) -> list[StudentView]:
    """The class's students, each with the handin that counts (staff only)."""
    with database.reading() as session:
        seat = place.as_staff(session, caller)
        found = assignments.find(session, seat, place.assignment)
        names = namer.names(session, seat, found)
        _, lines, total = service.students(session, found, names, wanted, pager.page)
        pager.tell(total)
        return [student_of(line) for line in lines]


@router.get("/students/{student}", responses=documented(NotSignedIn, Forbidden, NotFound, Conflict))
def get_history(
    place: PlaceDep,
    student: Id,
    pager: PagerDep,
    caller: CallerDep,
    database: DatabaseDep,
    namer: NamerDep,
) -> list[StepView]:
    """A student's handins, the newest first, and what changed from each to the next (staff only)."""
    with database.reading() as session:
        seat = place.as_staff(session, caller)
        found = assignments.find(session, seat, place.assignment)
        told = history(session, found, namer.names(session, seat, found), student, pager.page)
        pager.tell(len(told.tries))
        return [step_of(step) for step in told.steps]
