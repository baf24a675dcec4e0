"""The page on how the service stands, and where what it failed at is retried."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from api.deps import CallerDep, DatabaseDep, QueueDep, ReaderDep
from api.gradings import faults
from api.gradings import service as gradings
from api.inputs import Id
from api.pages.nav import site_tabs
from api.pages.site import page
from api.workers.standing import status_for

router = APIRouter()


@router.get("/status")
def show_status(caller: CallerDep, session: ReaderDep) -> HTMLResponse:
    """Show who grades, what waits, and what we failed at, to the staff of any course."""
    status = status_for(session, caller)
    causes = faults.causes_for(session, caller)
    rooms = site_tabs(caller, "/status")
    return page("status.html", viewer=caller, status=status, causes=causes, rooms=rooms)


@router.post("/status/{grading}/retry")
def retry(grading: Id, caller: CallerDep, database: DatabaseDep, queue: QueueDep) -> Response:
    """Put a fault back into the line."""
    with database.writing() as session:
        gradings.retry_as(session, queue, caller, grading)
    return RedirectResponse("/status#faults", 303)


@router.post("/status/{grading}/retry-alike")
def retry_alike(grading: Id, caller: CallerDep, database: DatabaseDep, queue: QueueDep) -> Response:
    """Put all that failed as this did back into the line."""
    with database.writing() as session:
        faults.retry_alike(session, queue, caller, grading)
    return RedirectResponse("/status#faults", 303)
