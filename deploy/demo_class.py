"""The demo's class of a hundred, made behind whoever looks around already."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread

from rich.console import Console

from api.auth.keys import Keys
from api.db.models import Role
from api.secret import secret_of
from deploy import courses
from deploy.embedded import Service
from deploy.living.alive import Means, make_alive
from deploy.living.classroom import Classroom
from deploy.living.schedule import careers
from graders.errors import GraderFault

STUDENTS, SEED = 100, 1
SHOWN = {
    "climbs": "started early and climbed",
    "is_stuck": "is stuck on batch normalization",
    "is_late": "was late",
    "copies": "handed in a friend's code",
}
"""Careers worth looking at, and what to say of them."""


class Ended(Exception):
    """The demo ends before the class is there."""


@contextmanager
def coming_alive(service: Service, instructor: str, out: Console) -> Iterator[None]:
    """Make the class while the block runs, and say who may look at it once it is there.

    instructor: the e-mail of somebody who teaches it, too.
    """
    ended = Event()
    thread = Thread(target=_come, args=(service, instructor, out, ended), name="class")
    thread.start()
    try:
        yield
    finally:
        ended.set()
        thread.join()


def _come(service: Service, instructor: str, out: Console, ended: Event) -> None:
    def listen(told: str) -> None:
        if ended.is_set():
            raise Ended
        status.update(told)

    try:
        with out.status("Grading what a class of a hundred handed in …") as status:
            room = make_alive(means(service), listen, STUDENTS, SEED)
    except Ended:
        return
    except GraderFault as fault:
        # Ctrl-C reaches boxes, too, and perhaps sooner than it does us.
        if not ended.wait(timeout=1):
            out.print(f"There is no class to look at: {fault}", markup=False)
        return
    _introduce(service, room, instructor, out)


def means(service: Service) -> Means:
    """What a running server makes a class with."""
    keys = Keys(secret_of(service.settings))
    return Means(service.settings, service.database, service.blobs, service.sandbox, keys)


def _introduce(service: Service, room: Classroom, instructor: str, out: Console) -> None:
    like = careers(STUDENTS, SEED)
    people = {room.tas[0].email: "a TA"}
    people |= {room.students[like.index(career)].email: said for career, said in SHOWN.items()}
    with service.database.writing() as session:
        course = courses.course(session, room.course.slug)
        courses.enrol(session, Keys(secret_of(service.settings)), course, instructor, "", Role.INSTRUCTOR)
        signs = [(courses.sign_in(session, email), said) for email, said in people.items()]
    out.print(f"\n{room.course.title} has a class of {STUDENTS}, which {instructor} teaches, too. There are")
    for sign, said in signs:
        out.print(f"  {sign.email:40} password {sign.password}  ({said})", markup=False, highlight=False)
