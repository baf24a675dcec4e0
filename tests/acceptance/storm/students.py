"""Students who hand in during a storm, and do what a good client does.

Who gets no answer sends the same again with the same Idempotency-Key, as often as it takes. Who is refused
by our fault either does that too or gives up: what is refused must have left nothing behind.
"""

import asyncio
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from random import Random

import httpx2

from tests.service.course import Upload

AGAIN_SECONDS = 0.3
ROOM_SECONDS = 0.1
GIVES_UP = 0.25
"""The share of refused students who do."""
TIMEOUT = httpx2.Timeout(30, connect=5)


@dataclass
class Ledger:
    """What students were told. accepted: submission → key; given_up: keys of refused handins.

    wrong: what a server must never answer, in sentences.
    """

    accepted: dict[str, str] = field(default_factory=dict)
    uploads: dict[str, Upload] = field(default_factory=dict)
    given_up: list[str] = field(default_factory=list)
    refused: Counter[int] = field(default_factory=Counter)
    unanswered: int = 0
    waits: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def answered(self) -> int:
        """Students who are done."""
        return len(self.accepted) + len(self.given_up)


class Students:
    """A class; each student has one upload. on_the_way: address → uploads that have no answer yet."""

    def __init__(
        self, path: str, addresses: Sequence[str], uploads: Sequence[Upload], draw: Random, at_once: int = 8
    ) -> None:
        self._path = path
        self._addresses = addresses
        self._uploads = uploads
        self._draw = draw
        self._at_once = at_once
        self.on_the_way: Counter[str] = Counter()
        self.ledger = Ledger(uploads={f"key-{number}": upload for number, upload in enumerate(uploads)})

    async def hand_in(self, has_room: Callable[[], bool]) -> None:
        """Everything, so many at a time. has_room: whether another may hand in now."""
        left = iter(self.ledger.uploads.items())

        async def one_after_another() -> None:
            for key, upload in left:
                while not has_room():
                    await asyncio.sleep(ROOM_SECONDS)
                await self._insist(client, key, upload)

        async with self._client() as client, asyncio.TaskGroup() as students:
            for _ in range(self._at_once):
                students.create_task(one_after_another())

    async def repeat(self, count: int) -> None:
        """Some send what was accepted once more; each must hear of the submission that there is."""
        accepted = sorted(self.ledger.accepted.items())
        chosen = self._draw.sample(accepted, min(count, len(accepted)))
        async with self._client() as client:
            for submission, key in chosen:
                answer = await self._post(client, key, self.ledger.uploads[key])
                if answer is None or answer.status_code != 202 or answer.json()["id"] != submission:
                    told = answer.text if answer is not None else "nothing"
                    self.ledger.wrong.append(f"{key} sent again, of {submission}, was answered {told}")

    async def _insist(self, client: httpx2.AsyncClient, key: str, upload: Upload) -> None:
        """Hand in until there is an answer that ends it."""
        ledger, began, perhaps_taken = self.ledger, time.monotonic(), False
        while True:
            answer = await self._post(client, key, upload)
            if answer is None:
                ledger.unanswered += 1
                perhaps_taken = True
            elif answer.status_code == 202:
                self._accept(answer.json()["id"], key, time.monotonic() - began)
                return
            else:
                self._note_refusal(answer)
                if not perhaps_taken and self._draw.random() < GIVES_UP:
                    ledger.given_up.append(key)
                    return
            await asyncio.sleep(AGAIN_SECONDS)

    def _accept(self, submission: str, key: str, wait: float) -> None:
        if submission in self.ledger.accepted:
            self.ledger.wrong.append(f"{submission} was told to {key} and {self.ledger.accepted[submission]}")
        self.ledger.accepted[submission] = key
        self.ledger.waits.append(wait)

    def _note_refusal(self, answer: httpx2.Response) -> None:
        """A refusal says what is the matter, in a sentence, and that it is ours."""
        self.ledger.refused[answer.status_code] += 1
        is_ours = answer.status_code in (429, 503)
        told = answer.json() if answer.headers.get("content-type") == "application/problem+json" else {}
        if not (is_ours and told.get("detail", "").endswith(".") and "retry-after" in answer.headers):
            self.ledger.wrong.append(f"an unclear refusal: {answer.status_code} {answer.text[:200]}")

    async def _post(self, client: httpx2.AsyncClient, key: str, upload: Upload) -> httpx2.Response | None:
        headers = {"authorization": f"Bearer {upload.token}", "idempotency-key": key}
        address = self._draw.choice(self._addresses)
        files = {"handin": (upload.name, upload.data)}
        self.on_the_way[address] += 1
        try:
            return await client.post(address + self._path, headers=headers, files=files)
        except httpx2.TransportError:
            return None
        finally:
            self.on_the_way[address] -= 1

    @staticmethod
    def _client() -> httpx2.AsyncClient:
        return httpx2.AsyncClient(trust_env=False, timeout=TIMEOUT)
