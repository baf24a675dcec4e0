"""How the service stands, for whoever teaches."""

from fastapi import APIRouter

from api.deps import CallerDep, DatabaseDep
from api.errors import Forbidden, NotSignedIn
from api.refusals import documented
from api.workers.schemas import LineView, StatusView, WorkerView
from api.workers.standing import Status, status_for

router = APIRouter(tags=["service"])


@router.get("/status", responses=documented(NotSignedIn, Forbidden))
def get_status(caller: CallerDep, database: DatabaseDep) -> StatusView:
    """Who grades, and what waits (staff of any course)."""
    with database.reading() as session:
        return view_of(status_for(session, caller))


def view_of(status: Status) -> StatusView:
    """The status on the wire."""
    return StatusView(
        workers=[
            WorkerView(
                name=worker.name,
                state="absent" if worker.name in status.absent else "at work",
                version=worker.version,
                runtimes=worker.runtimes,
                slots=worker.slots,
                gpus=worker.gpus,
                box=worker.box,
                holds=worker.holds,
                began_at=worker.began_at,
                seen_at=worker.seen_at,
            )
            for worker in status.workers
        ],
        lines=[
            LineView(
                queue=line.of.queue,
                device=line.of.device,
                runtime=line.of.runtime,
                waiting=line.waiting,
                oldest=line.oldest,
                running=line.running,
                faults=line.faults,
                served=line.served,
            )
            for line in status.lines
        ],
    )
