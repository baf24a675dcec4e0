"""The page on how the service stands."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from api.deps import CallerDep, ReaderDep
from api.pages.site import page
from api.workers.standing import status_for

router = APIRouter()


@router.get("/status")
def show_status(caller: CallerDep, session: ReaderDep) -> HTMLResponse:
    """Show who grades, and what waits, to the staff of any course."""
    return page("status.html", viewer=caller, status=status_for(session, caller))
