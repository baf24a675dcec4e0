"""A submission's progress, as it happens."""

from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, Header
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.deps import CallerDep, DatabaseDep, EndingDep, PlacesDep, QueueDep
from api.errors import NotFound, NotSignedIn
from api.events.watch import House, Watch, follow
from api.inputs import Id
from api.refusals import documented
from api.submissions import service
from api.submissions.views import Viewer

router = APIRouter(tags=["submissions"])


async def get_house(database: DatabaseDep, queue: QueueDep, places: PlacesDep, ending: EndingDep) -> House:
    """What every watch looks at."""
    return House(database, queue, places, ending)


HouseDep = Annotated[House, Depends(get_house)]


def get_watch(
    submission: Id,
    caller: CallerDep,
    house: HouseDep,
    last: Annotated[
        int,
        Header(alias="Last-Event-ID", ge=0, le=2**31 - 1, description="The last event that came through."),
    ] = 0,
) -> Watch:
    """A look-out for a submission that the caller may see."""
    with house.database.reading() as session:
        found, seat = service.find(session, caller, submission)
        return Watch(house, found, Viewer.of(seat, found), last)


@router.get(
    "/submissions/{submission}/events",
    response_class=EventSourceResponse,
    responses=documented(NotSignedIn, NotFound),
)
async def watch_submission(watch: Annotated[Watch, Depends(get_watch)]) -> AsyncIterator[ServerSentEvent]:
    """Server-sent events: `state` (with the place in line), `progress`, `report`; `finished` is the last.

    Close the stream on `finished`. A browser that reconnects resumes where it was, by `Last-Event-ID`.
    """
    async for event in follow(watch):
        yield event
