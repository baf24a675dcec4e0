"""Students who hand in and look at what became of it, whatever the server does in the meantime.

An open loop: each hands in when the trace says so, and nobody waits for anybody's answer. A request's time
is taken from the moment it was due, so that a server that answers nobody for a while is not timed by the
few that were on their way just then.
"""

import asyncio
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

import httpx2

from tests.service.course import Upload

HAND_IN, LOOK = "POST handin", "GET submission"
LOOK_SECONDS = 5.0
"""A student looks as often, until the submission is graded."""
_TIMEOUT = 120.0
_FINAL = ("graded", "review", "fault")


@dataclass(frozen=True)
class Request:
    """One request: when it was due, was sent and was answered, in seconds of one clock.

    status: of the answer; 0 where there was none.
    """

    kind: str
    due: float
    sent: float
    answered: float
    status: int

    @property
    def seconds(self) -> float:
        """What the student waited."""
        return self.answered - self.due


@dataclass
class Played:
    """All that was asked, and the submissions that were accepted: id → what was uploaded."""

    requests: list[Request] = field(default_factory=list)
    accepted: dict[str, Upload] = field(default_factory=dict)

    def of(self, *kinds: str) -> list[Request]:
        """The requests of these kinds."""
        return [request for request in self.requests if request.kind in kinds]


class Load:
    """A class that hands in by a path of these addresses, each student one upload."""

    def __init__(self, path: str, addresses: Sequence[str], uploads: Sequence[Upload]) -> None:
        self._path = path
        self._addresses = addresses
        self._uploads = uploads
        self._turn = count()

    async def play(self, arrivals: Sequence[float]) -> Played:
        """One handin at each of these moments, in seconds from now; until all are graded."""
        played, began = Played(), time.monotonic()
        async with self._client() as client, asyncio.TaskGroup() as students:
            for upload, moment in zip(self._uploads, arrivals, strict=True):
                await _sleep_until(began + moment)
                students.create_task(self._student(client, played, upload, began + moment))
        return played

    async def rush(self, at_once: int) -> Played:
        """Everything as fast as it is taken, so many at a time; nobody looks."""
        played, left = Played(), iter(self._uploads)

        async def one_after_another() -> None:
            for upload in left:
                await self._hand_in(client, played, upload, time.monotonic())

        async with self._client() as client, asyncio.TaskGroup() as students:
            for _ in range(at_once):
                students.create_task(one_after_another())
        return played

    async def _student(self, client: httpx2.AsyncClient, played: Played, upload: Upload, due: float) -> None:
        submission = await self._hand_in(client, played, upload, due)
        while submission:
            due = time.monotonic() + LOOK_SECONDS
            await _sleep_until(due)
            look = client.build_request(
                "GET", f"{self._address()}/api/v1/submissions/{submission}", headers=_headers(upload)
            )
            answer = await _ask(client, played, LOOK, due, look)
            if answer is not None and answer.status_code == 200 and answer.json()["state"] in _FINAL:
                return

    async def _hand_in(self, client: httpx2.AsyncClient, played: Played, upload: Upload, due: float) -> str:
        """The submission's id; "" where it was not taken."""
        handin = client.build_request(
            "POST",
            self._address() + self._path,
            headers=_headers(upload),
            files={"handin": (upload.name, upload.data)},
        )
        answer = await _ask(client, played, HAND_IN, due, handin)
        if answer is None or answer.status_code != 202:
            return ""
        submission: str = answer.json()["id"]
        played.accepted[submission] = upload
        return submission

    def _address(self) -> str:
        """Servers take turns."""
        return self._addresses[next(self._turn) % len(self._addresses)]

    @staticmethod
    def _client() -> httpx2.AsyncClient:
        # Shorter than the server keeps a connection: else one is closed just as something is sent on it.
        limits = httpx2.Limits(max_connections=None, max_keepalive_connections=100, keepalive_expiry=2)
        return httpx2.AsyncClient(trust_env=False, timeout=_TIMEOUT, limits=limits)


async def _ask(
    client: httpx2.AsyncClient, played: Played, kind: str, due: float, request: httpx2.Request
) -> httpx2.Response | None:
    """The answer, None where there was none; either way it is noted."""
    sent = time.monotonic()
    try:
        answer = await client.send(request)
    except httpx2.TransportError:
        answer = None
    status = answer.status_code if answer is not None else 0
    played.requests.append(Request(kind, due, sent, time.monotonic(), status))
    return answer


def _headers(upload: Upload) -> dict[str, str]:
    return {"authorization": f"Bearer {upload.token}"}


async def _sleep_until(moment: float) -> None:
    await asyncio.sleep(max(0.0, moment - time.monotonic()))
