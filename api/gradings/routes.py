"""What staff do about a single grading."""

from fastapi import APIRouter

from api.deps import CallerDep, QueueDep, SessionDep
from api.errors import Conflict, Forged, NotFound, NotSignedIn
from api.gradings import service
from api.inputs import Id
from api.refusals import documented

router = APIRouter(tags=["gradings"])


@router.post(
    "/gradings/{grading}/retry",
    status_code=202,
    responses=documented(NotSignedIn, Forged, NotFound, Conflict),
)
def retry_grading(grading: Id, caller: CallerDep, session: SessionDep, queue: QueueDep) -> None:
    """Grade again what ended in a fault of ours (staff only)."""
    service.retry_as(session, queue, caller, grading)
