"""The page of one submission, and the stream that keeps it true while it is graded."""

from collections.abc import AsyncIterator
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends, Header, Query
from fastapi.responses import HTMLResponse, RedirectResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.anonymity import service as anonymity
from api.blobs import BlobsAway, BlobStore
from api.db.models import Submission
from api.deps import CallerDep, DatabaseDep, PlacesDep, QueueDep, ReaderDep
from api.events.routes import HouseDep
from api.events.watch import Watch
from api.inputs import Id
from api.pages.desk import DeskDep
from api.pages.live import Live
from api.pages.site import page
from api.pages.views.said import said_of
from api.pages.views.submission import SubmissionView, Waiting
from api.policies.own import lateness
from api.submissions import repository, service
from api.submissions.files import Plot, plots_of
from api.submissions.views import Viewer

router = APIRouter(prefix="/submissions/{submission}")

LAST = 2**31 - 1
"""The largest number that an event can have."""


class Regraded(NamedTuple):
    """A problem that can be graded again."""

    slug: str
    title: str


@router.get("")
def show_submission(
    submission: Id,
    desk: DeskDep,
    session: ReaderDep,
    queue: QueueDep,
    places: PlacesDep,
) -> HTMLResponse:
    """Show a submission, whole, as far as the caller may see it."""
    found, seat = service.find(session, desk.caller, submission)
    waiting = Waiting(places.of(session, found.id, queue.served))
    before = repository.previous(session, found)
    names = desk.namer.names(session, seat, found.assignment)
    view = SubmissionView.of(found, Viewer.of(seat, found), waiting, before)
    return page(
        "submission/page.html",
        viewer=desk.caller,
        lateness=lateness(session, found),
        submission=view,
        plots=_plots(desk.blobs, found),
        names=names,
        said=said_of(session, seat, found, names),
        again=regraded(found) if seat.is_instructor and view.settled else [],
    )


def regraded(submission: Submission) -> list[Regraded]:
    """The problems of a submission that a machine can grade again."""
    versions = [grading.bundle_version for grading in submission.gradings]
    return [
        Regraded(version.problem.slug, version.title)
        for version in versions
        if not version.described.is_written
    ]


@router.post("/reveal")
def reveal(submission: Id, desk: DeskDep, database: DatabaseDep) -> RedirectResponse:
    """Tell an instructor whose submission it is; the audit log says who asked."""
    with database.writing() as session:
        anonymity.reveal(session, desk.namer, desk.caller, submission)
    return RedirectResponse(f"/submissions/{submission}", 303)


def _plots(blobs: BlobStore, submission: Submission) -> list[Plot]:
    try:
        return plots_of(blobs, submission)
    except BlobsAway:  # the score, which is what people look for, is a row
        return []


def get_live(
    submission: Id,
    caller: CallerDep,
    house: HouseDep,
    after: Annotated[int, Query(ge=0, le=LAST)] = 0,
    last: Annotated[int, Header(alias="Last-Event-ID", ge=0, le=LAST)] = 0,
) -> Live:
    """Look out for news of a submission, after what the page shows already."""
    with house.database.reading() as session:
        found, seat = service.find(session, caller, submission)
        viewer = Viewer.of(seat, found)
        return Live(house, found.id, viewer, Watch(house, found, viewer, max(after, last)))


@router.get("/live", response_class=EventSourceResponse)
async def watch_submission(live: Annotated[Live, Depends(get_live)]) -> AsyncIterator[ServerSentEvent]:
    """Send the parts of the page as they change; `finished` is the last."""
    async for part in live.parts():
        yield part
