"""Grading by hand: what waits, one grading with its proposal, and the decision."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.assignments import service as assignments
from api.courses import service as courses
from api.decisions import repository, service
from api.decisions.ruling import Ruling
from api.decisions.schemas import DecisionRequest, GradingView, StaffDecisionView, WaitingView
from api.decisions.service import Wanted
from api.decisions.views import grading_view, staff_decision, waiting_view
from api.deps import CallerDep, DatabaseDep
from api.errors import Conflict, Forbidden, Forged, Invalid, NotFound, NotSignedIn
from api.inputs import AssignmentSlug, CourseSlug, Id, Slug
from api.paging import PagerDep
from api.refusals import documented

router = APIRouter(tags=["grading by hand"])


def get_wanted(
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
    course: CourseSlug,
    assignment: AssignmentSlug,
    pager: PagerDep,
    caller: CallerDep,
    database: DatabaseDep,
    wanted: WantedDep,
) -> list[WaitingView]:
    """What waits for a person, problem by problem, the oldest first (staff only)."""
    with database.reading() as session:
        seat = courses.enter_as_staff(session, caller, course)
        found = assignments.find(session, seat, assignment)
        rows, total = service.waiting(session, found, wanted, pager.page)
        pager.tell(total)
        return [waiting_view(row) for row in rows]


@router.get("/gradings/{grading}", responses=documented(NotSignedIn, NotFound))
def get_grading(grading: Id, caller: CallerDep, database: DatabaseDep) -> GradingView:
    """A grading with its proposal, its rubric and the decision that holds (staff only)."""
    with database.reading() as session:
        found, _ = service.find(session, caller, grading)
        return grading_view(found, repository.neighbours(session, found))


@router.put(
    "/gradings/{grading}/decision",
    responses=documented(NotSignedIn, Forged, NotFound, Conflict, Invalid),
)
def put_decision(grading: Id, form: DecisionRequest, caller: CallerDep, database: DatabaseDep) -> GradingView:
    """Confirm a proposal, change it, or mark a written answer (staff only).

    Refused with 409 when somebody decided, or the machine graded again, since `revision` was read.
    """
    ruling = Ruling(form.revision, form.earned, form.marks, form.reason)
    with database.writing() as session:
        decided = service.decide(session, caller, grading, ruling)
        return grading_view(decided, repository.neighbours(session, decided))


@router.get("/gradings/{grading}/decisions", responses=documented(NotSignedIn, NotFound))
def list_decisions(grading: Id, caller: CallerDep, database: DatabaseDep) -> list[StaffDecisionView]:
    """Every decision on a grading, the newest first (staff only)."""
    with database.reading() as session:
        found, _ = service.find(session, caller, grading)
        return [staff_decision(found, each) for each in repository.history(session, found.id)]
