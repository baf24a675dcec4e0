"""One client that watches one proof."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from threading import Event

import anyio
from fastapi.sse import ServerSentEvent
from starlette.concurrency import run_in_threadpool

from api.db.models import BundleVersion
from api.db.session import Database
from api.versions.standing import VersionState, sentence_of, state_of

SECONDS = 0.5
"""Between two looks; a proof takes minutes."""
_OPEN = (VersionState.QUEUED, VersionState.RUNNING)


@dataclass(frozen=True)
class ProofWatch:
    """A look-out for news of a version. ending: set when the server is about to end."""

    database: Database
    version_id: str
    ending: Event

    def look(self) -> ServerSentEvent:
        """How the version stands now; `finished` once nothing more happens by itself."""
        with self.database.reading() as session:
            version = session.get_one(BundleVersion, self.version_id)
            state, proof = state_of(version), version.proof
            told = {
                "state": state.value,
                "sentence": sentence_of(version),
                "done": proof.done if proof else 0,
                "total": proof.total if proof else 0,
            }
        return ServerSentEvent(event="progress" if state in _OPEN else "finished", data=told)


async def follow(watch: ProofWatch) -> AsyncIterator[ServerSentEvent]:
    """Tell what changes, until the proof or the server is over."""
    told = None
    while not watch.ending.is_set():
        news = await run_in_threadpool(watch.look)
        if news.data != told:
            told = news.data
            yield news
        if news.event == "finished":
            return
        await anyio.sleep(SECONDS)
