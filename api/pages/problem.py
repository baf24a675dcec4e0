"""The page of a problem: its versions and where they stand, and what the proof of one of them found."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.courses import service as courses
from api.deps import CallerDep, ReaderDep
from api.inputs import CourseSlug, ProblemSlug
from api.pages.site import page
from api.pages.views.proof import ProofView
from api.paging import Page
from api.problems import repository, service
from api.versions.standing import VersionState, proof_sentence, state_of

SHOWN = 50
UNSETTLED = (VersionState.QUEUED, VersionState.RUNNING)

router = APIRouter()


@router.get("/problems/{course}/{problem}")
def show_problem(
    course: CourseSlug,
    problem: ProblemSlug,
    caller: CallerDep,
    session: ReaderDep,
    version: Annotated[int | None, Query(ge=1, le=2**31 - 1)] = None,
    number: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    """Show a problem to the course's staff, with the proof of its newest version or of the one asked for."""
    seat = courses.enter_as_staff(session, caller, course)
    found = service.meant(session, seat, problem)
    rows, total = repository.versions(session, found.id, Page(number, SHOWN))
    last = repository.last_number(session, found.id)
    shown = service.find_version(session, seat, problem, version or last)
    proved = shown.proof.findings if shown.proof else None
    return page(
        "problem/page.html",
        viewer=caller,
        course=seat.course,
        problem=found,
        shown=shown,
        standing=state_of(shown),
        sentence=proof_sentence(shown),
        unsettled=state_of(shown) in UNSETTLED,
        proof=ProofView.of(proved) if proved else None,
        rows=[(row, state_of(row)) for row in rows],
        page=number,
        pages=-(-total // SHOWN),
    )
