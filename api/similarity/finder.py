"""Reads every handin of a search and compares those that share rare code. No code of theirs runs."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from api.blobs import BlobsAway, BlobStore
from api.db.session import Database
from api.similarity import choosing, sources, work
from api.similarity.choosing import Chosen
from api.similarity.work import Found, SearchJob
from graders.errors import GraderFault
from graders.handin import Handin
from graders.similarity import Pair, Search, Side, read_sources
from graders.similarity.document import known_of
from graders.similarity.search import strongest

LEASE = timedelta(seconds=60)
NOTE_SECONDS = 0.25


class TakenAway(Exception):
    """The search is ours no more: the server ends, or somebody else has taken it up."""


@dataclass
class Finder:
    """Does one search. give_way: returns once no student waits for this process, and may raise TakenAway."""

    database: Database
    blobs: BlobStore
    job: SearchJob
    give_way: Callable[[], None]
    _noted: float = field(default=-NOTE_SECONDS, init=False)
    _partly: int = field(default=0, init=False)
    _lost: int = field(default=0, init=False)

    def find(self) -> None:
        """Search, and keep what was found. Raises TakenAway, BlobsAway."""
        search = self._begin()
        self._read(search)
        search.prepare()
        pairs = self._compared(search)
        found = Found(strongest(pairs), search.masked, len(search.sides), self._partly, self._lost)
        with self.database.writing() as session:
            work.settle(session, self.job.held, found)

    def _begin(self) -> Search:
        """Know the code that students were given."""
        with self.database.reading() as session:
            assignments = choosing.with_problems(session, self._ids())
        given = sources.starters(self.blobs, assignments)
        self._wanted = {each.id: sources.wanted(each) for each in assignments}
        return Search(known_of([read_sources(files).reading for files in given]))

    def _read(self, search: Search) -> None:
        with self.database.reading() as session:
            handins = choosing.newest(session, self._ids())
        for number, chosen in enumerate(handins):
            self._rest("reading", number, len(handins))
            self._add(search, chosen)

    def _add(self, search: Search, chosen: Chosen) -> None:
        try:
            handin = Handin.unpack(self.blobs.get(chosen.digest))
        except BlobsAway:
            raise
        except GraderFault:  # one file that is gone must not keep the others from being compared
            self._lost += 1
            return
        files = sources.chosen(handin.files, self._wanted[chosen.assignment])
        reading = read_sources(files).reading
        self._partly += not reading.whole
        is_new = chosen.assignment == self.job.assignment
        search.add(Side(chosen.submission, chosen.student, is_new, reading))

    def _compared(self, search: Search) -> list[Pair]:
        pairs = []
        for number, candidate in enumerate(search.candidates):
            self._rest("comparing", number, len(search.candidates))
            if pair := search.compare(candidate):
                pairs.append(pair)
        return pairs

    def _rest(self, stage: str, done: int, total: int) -> None:
        """Now and then: let students go first, tell how far it is, and see whether it is ours still."""
        if time.monotonic() - self._noted < NOTE_SECONDS:
            return
        self.give_way()
        with self.database.writing() as session:
            if not work.note(session, self.job.held, stage, done, total, LEASE):
                raise TakenAway
        self._noted = time.monotonic()

    def _ids(self) -> list[str]:
        return [self.job.assignment, *self.job.earlier]
