"""A living course on a real server, and somebody of each role who may look at its pages."""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from fastapi import FastAPI
from sqlalchemy import select

from api.db.models import SimilarPair
from deploy.courses import SignIn, first_admin, sign_in
from deploy.demo_class import means
from deploy.embedded import Service, embedded
from deploy.living.alive import make_alive
from deploy.living.schedule import careers
from deploy.settings import EmbeddedSettings
from tests.pages.catalogue import Address, addresses, page_routes
from tests.pages.examples import examples

SEED = 1


@dataclass(frozen=True)
class Lively:
    """A served course. people: role → how they sign in; None for who does not."""

    service: Service
    people: Mapping[str, SignIn | None]
    pages: Sequence[Address]

    @property
    def address(self) -> str:
        """Where it is served."""
        return self.service.address


@contextmanager
def lively(folder: Path, students: int) -> Iterator[Lively]:
    """Serve a course of so many students, and stop at the end of the block."""
    # Somebody who looks at every page at once asks for more than a person may.
    limits = {"sign_ins_per_minute": 10_000, "requests_per_minute": 1_000_000}
    settings = EmbeddedSettings(data=folder, port=0, workers=2, **limits)
    with embedded(settings) as service, service.answering():
        made_with = means(service)
        administrator = first_admin(service.database, "admin@example.edu")
        room = make_alive(made_with, lambda _: None, students, SEED)
        until_searched(service)
        student = room.students[careers(students, SEED).index("climbs")].email
        with service.database.writing() as session:
            people = {
                "nobody": None,
                "student": sign_in(session, student),
                "ta": sign_in(session, room.tas[0].email),
                "instructor": sign_in(session, room.instructor.email),
                "admin": administrator,
            }
            known = examples(session, made_with.keys, student)
        app = service.server.config.app
        assert isinstance(app, FastAPI)
        yield Lively(service, people, list(addresses(page_routes(app), known)))


def until_searched(service: Service) -> None:
    """Wait until the search for copies that the course began is done, behind whatever goes before it."""
    for _ in range(1200):
        with service.database.reading() as session:
            if session.scalars(select(SimilarPair.id)).first() is not None:
                return
        time.sleep(0.1)
    raise TimeoutError("The search for copies found nothing within two minutes.")
