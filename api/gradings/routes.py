"""What staff do about gradings that we failed at."""

from dataclasses import asdict

from fastapi import APIRouter

from api.deps import CallerDep, DatabaseDep, QueueDep
from api.errors import Conflict, Forged, NotFound, NotSignedIn
from api.gradings import faults, service
from api.gradings.schemas import CauseView, FaultView, Retried
from api.inputs import Id
from api.refusals import documented

router = APIRouter(tags=["gradings"])
_CHANGING = documented(NotSignedIn, Forged, NotFound, Conflict)


@router.get("/faults", responses=documented(NotSignedIn))
def list_faults(caller: CallerDep, database: DatabaseDep) -> list[CauseView]:
    """What we failed at in the courses whose staff the caller is, by cause, the commonest first."""
    with database.reading() as session:
        return [
            CauseView(
                cause=each.text,
                course=each.course,
                count=each.count,
                oldest=each.oldest,
                faults=[FaultView(**asdict(fault)) for fault in each.faults],
            )
            for each in faults.causes_for(session, caller)
        ]


@router.post("/gradings/{grading}/retry", status_code=202, responses=_CHANGING)
def retry_grading(grading: Id, caller: CallerDep, database: DatabaseDep, queue: QueueDep) -> None:
    """Grade again what ended in a fault of ours (staff only)."""
    with database.writing() as session:
        service.retry_as(session, queue, caller, grading)


@router.post("/gradings/{grading}/retry-alike", status_code=202, responses=_CHANGING)
def retry_alike(grading: Id, caller: CallerDep, database: DatabaseDep, queue: QueueDep) -> Retried:
    """Grade again whatever failed in the same course by the same cause as this grading (staff only)."""
    with database.writing() as session:
        retried, left = faults.retry_alike(session, queue, caller, grading)
    return Retried(retried=retried, left=left)
