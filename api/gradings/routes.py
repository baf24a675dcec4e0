"""What staff do about a single grading."""

from fastapi import APIRouter

from api.deps import CallerDep, DatabaseDep, QueueDep
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
def retry_grading(grading: Id, caller: CallerDep, database: DatabaseDep, queue: QueueDep) -> None:
    """Grade again what ended in a fault of ours (staff only)."""
    with database.writing() as session:
        service.retry_as(session, queue, caller, grading)
