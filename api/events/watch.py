"""One browser that watches one submission."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from threading import Event as Signal
from typing import Any

import anyio
from fastapi.sse import ServerSentEvent
from sqlalchemy.orm import Session
from starlette.concurrency import run_in_threadpool

from api.db.models import Event, EventKind, Submission
from api.db.session import Database
from api.events import repository
from api.gradings import repository as gradings
from api.gradings.line import NOWHERE
from api.gradings.places import Places
from api.queue import Queue
from api.submissions.state import state_of
from api.submissions.views import Viewer, waiting_of

_QUICK, _SLOW = 0.25, 2.0
"""Seconds between two looks: at first, and when nothing has happened for a while."""


@dataclass(frozen=True)
class House:
    """What a watch looks at. ending: set when the server ends, and browsers are to come back to the next."""

    database: Database
    queue: Queue
    places: Places
    ending: Signal


class Watch:
    """Looks for news of a submission. Between two looks it holds nothing of the database."""

    def __init__(self, house: House, submission: Submission, viewer: Viewer, after: int) -> None:
        self.is_over = False
        self.ending = house.ending
        self._database = house.database
        self._queue = house.queue
        self._places = house.places
        self._id = submission.id
        self._viewer = viewer
        self._after = after
        self._place = NOWHERE
        self._unseen = _unseen_checks(submission, viewer)

    def look(self) -> list[ServerSentEvent]:
        """What has happened since the last look; `is_over` once nothing more will."""
        with self._database.reading() as session:
            news = [self._tell(session, event) for event in repository.since(session, self._id, self._after)]
            state = state_of([each for each, *_ in gradings.outcomes(session, self._id)])
            place = NOWHERE if state.is_final else self._places.of(session, self._id, self._queue.served)
        if place not in (NOWHERE, self._place):
            news.append(_event(EventKind.STATE, {"state": state, **waiting_of(place)}))
        self._place = place
        self.is_over = state.is_final
        if self.is_over and not any(each.event == EventKind.FINISHED for each in news[-1:]):
            news.append(_event(EventKind.FINISHED, {"state": state}))
        return news

    def _tell(self, session: Session, event: Event) -> ServerSentEvent:
        self._after = event.sequence
        body = dict(event.body)
        if event.kind is EventKind.REPORT:
            body |= self._result(session, body["grading"])
        if event.kind is EventKind.PROGRESS and (body["problem"], body["check"]) in self._unseen:
            body["check"] = ""
        return _event(event.kind, body, str(event.sequence))

    def _result(self, session: Session, grading_id: str) -> dict[str, Any]:
        grading = gradings.grading(session, grading_id)
        if grading is None:
            return {}
        score = self._viewer.still(grading.submission.assignment).score(grading)
        version = grading.bundle_version
        return {
            "problem": version.problem.slug,
            "title": version.title,
            "earned": score.earned,
            "points": score.points,
        }


async def follow(watch: Watch) -> AsyncIterator[ServerSentEvent]:
    """Tell the news as it comes until it or the server is over; look less often while nothing happens."""
    pause = _QUICK
    while not (watch.is_over or watch.ending.is_set()):
        news = await run_in_threadpool(watch.look)
        for event in news:
            yield event
        pause = _QUICK if news else min(_SLOW, pause * 1.5)
        if not watch.is_over:
            await anyio.sleep(pause)


def _event(kind: EventKind, body: dict[str, Any], id_: str | None = None) -> ServerSentEvent:
    return ServerSentEvent(event=kind.value, data=body, id=id_)


def _unseen_checks(submission: Submission, viewer: Viewer) -> frozenset[tuple[str, str]]:
    return frozenset(
        (grading.bundle_version.problem.slug, check.name)
        for grading in submission.gradings
        for check in grading.bundle_version.described.checks
        if check.visibility not in viewer.seen
    )
