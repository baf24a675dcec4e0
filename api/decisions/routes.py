"""Grading by hand: what waits, one grading with its proposal, and the decision."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.anonymity.naming import NamerDep
from api.assignments import service as assignments
from api.assignments.place import PlaceDep
from api.decisions import repository, service
from api.decisions.ruling import Ruling
from api.decisions.schemas import DecisionRequest, GradingView, StaffDecisionView, WaitingView
from api.decisions.service import Wanted
from api.decisions.views import grading_view, staff_decision, waiting_view
from api.deps import CallerDep, DatabaseDep
from api.errors import Conflict, Forbidden, Forged, Invalid, NotFound, NotSignedIn
from api.inputs import Id, Slug
from api.paging import PagerDep
from api.refusals import documented

router = APIRouter(tags=["grading by hand"])


async def get_wanted(
    problem: Annotated[Slug | None, Query(description="Only this problem's.")] = None,
    every: Annotated[bool, Query(description="Of every submission, not of each student's newest.")] = False,
) -> Wanted:
    """Which of what waits is asked for."""
    return Wanted(problem, every)


WantedDep = Annotated[Wanted, Depends(get_wanted)]


@router.get(
    "/courses/{course}/assignments/{assignment}/waiting",
    responses=documented(NotSignedIn, Forbidden, NotFound),
)
def list_waiting(
    place: PlaceDep,
    pager: PagerDep,
    caller: CallerDep,
    database: DatabaseDep,
    wanted: WantedDep,
    namer: NamerDep,
) -> list[WaitingView]:
    """What waits for a person, problem by problem, the oldest first (staff only)."""
    with database.reading() as session:
        seat = place.as_staff(session, caller)
        found = assignments.find(session, seat, place.assignment)
        rows, total = service.waiting(session, found, wanted, pager.page)
        pager.tell(total)
        names = namer.names(session, seat, found)
        return [waiting_view(row, names) for row in rows]


@router.get("/gradings/{grading}", responses=documented(NotSignedIn, NotFound))
def get_grading(grading: Id, caller: CallerDep, database: DatabaseDep, namer: NamerDep) -> GradingView:
    """A grading with its proposal, its rubric and the decision that holds (staff only)."""
    with database.reading() as session:
        found, seat = service.find(session, caller, grading)
        names = namer.names(session, seat, found.submission.assignment)
        return grading_view(found, names, repository.neighbours(session, found))


@router.put(
    "/gradings/{grading}/decision",
    responses=documented(NotSignedIn, Forged, NotFound, Conflict, Invalid),
)
def put_decision(
    grading: Id, form: DecisionRequest, caller: CallerDep, database: DatabaseDep, namer: NamerDep
) -> GradingView:
    """Confirm a proposal, change it, or mark a written answer (staff only).

    Refused with 409 when somebody decided, or the machine graded again, since `revision` was read.
    """
    ruling = Ruling(form.revision, form.earned, form.marks, form.reason)
    with database.writing() as session:
        decided = service.decide(session, caller, grading, ruling)
        _, seat = service.find(session, caller, grading)
        names = namer.names(session, seat, decided.submission.assignment)
        return grading_view(decided, names, repository.neighbours(session, decided))


@router.get("/gradings/{grading}/decisions", responses=documented(NotSignedIn, NotFound))
def list_decisions(grading: Id, caller: CallerDep, database: DatabaseDep) -> list[StaffDecisionView]:
    """Every decision on a grading, the newest first (staff only)."""
    with database.reading() as session:
        found, _ = service.find(session, caller, grading)
        return [staff_decision(found, each) for each in repository.history(session, found.id)]
