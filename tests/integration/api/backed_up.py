"""A server that is backed up: its operator, who hands in meanwhile, and what they see of it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread
from typing import Any

from api.db.migrate import upgrade
from api.db.models import Role
from api.db.session import Database
from api.settings import Settings
from tests.acceptance.operator import ROOT
from tests.acceptance.readme import OPERATING, Reader, blocks
from tests.integration.api.homework import LINEAR, tar
from tests.integration.api.house import House, Person

PAGE = 200
"""As many handins as one answer lists at most."""


@dataclass(frozen=True)
class Site:
    """A server, and a place to restore it to. which: its block of shell in OPERATING.md."""

    old: Settings
    new: Settings
    which: int
    programs: Path | None = None


@contextmanager
def served(settings: Settings) -> Iterator[House]:
    """The server itself, on a database that has been migrated."""
    settings.data.mkdir(exist_ok=True)
    upgrade(settings.database_url)
    database = Database(settings.database_url)
    given = settings.model_dump(exclude={"data", "database"})
    try:
        with House(database, settings.data, **given) as house:
            yield house
    finally:
        database.close()


def filled(house: House, handins: int = 3) -> Person:
    """A student with graded handins, and a password."""
    house.course(LINEAR)
    ada = house.person("ada@x.edu", Role.STUDENT)
    house.set_password(ada)
    for number in range(handins):
        assert ada.hand_in(handin(number)).status_code == 202
        job = house.claim()
        assert job is not None
        house.settle(job, LINEAR, failed=("forward",) if number else ())
    return ada


def handin(number: int) -> bytes:
    return tar({"mytorch/linear.py": f"number = {number}\n".encode()})


def shown(person: Person) -> dict[str, tuple[Any, bytes]]:
    """All that a student may see of their handins: reports with scores, and the uploads byte for byte."""
    listed: list[dict[str, Any]] = []
    # While somebody hands in, what is listed moves to later pages, and is met twice.
    while len(listed) % PAGE == 0:
        page = len(listed) // PAGE + 1
        rows = person.get(f"/courses/dl/assignments/hw1/submissions?per_page={PAGE}&page={page}").json()
        if not rows:
            break
        listed += rows
    return {
        each["id"]: (
            person.get(f"/submissions/{each['id']}").json(),
            person.get(f"/submissions/{each['id']}/archive").content,
        )
        for each in listed
    }


def uploads(person: Person) -> dict[str, bytes]:
    """A student's uploads byte for byte: where a handin stands in the line changes with every other."""
    return {key: upload for key, (_, upload) in shown(person).items()}


@contextmanager
def handing_in(person: Person) -> Iterator[None]:
    """Somebody hands in, one handin after the other, for as long as the block lasts."""
    over, answers = Event(), []

    def work() -> None:
        while not over.is_set():
            answers.append(person.hand_in(handin(1000 + len(answers))).status_code)

    thread = Thread(target=work)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
    assert len(answers) > 5
    assert set(answers) == {202}


class Operator(Reader):
    """Somebody at a terminal, with the settings of a server."""

    def __init__(self, folder: Path, site: Site) -> None:
        super().__init__(folder, "")
        self.site = site
        # What ./allclose sets up first, this process has.
        script = f'#!/bin/sh\nPYTHONPATH={ROOT} exec {sys.executable} -m deploy.cli "$@"\n'
        (folder / "allclose").write_text(script)
        (folder / "allclose").chmod(0o700)
        self.words["BACKUP"] = str(folder / "backup")

    def obey(self, section: str, settings: Settings) -> str:
        """Run what a section of OPERATING.md says."""
        programs = f"{self.site.programs}:" if self.site.programs else ""
        self.words |= {
            f"ALLCLOSE_{name.upper()}": str(value)
            for name, value in settings.model_dump().items()
            if name in ("database", "objects", "s3_endpoint", "s3_key_id", "s3_key", "secret")
        }
        self.words |= {"DATA": str(settings.data), "PATH": f"{programs}/usr/bin:/bin"}
        return self.run(blocks(section, OPERATING)[self.site.which])
