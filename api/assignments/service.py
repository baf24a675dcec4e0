"""Assignments: what students are to do, and until when."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from api.assignments import holding, repository
from api.assignments.phase import Phase, phase_of
from api.blobs import BlobStore
from api.courses.seat import Seat
from api.db.base import utc_now
from api.db.models import Assignment, Course
from api.errors import NotFound, NotReady, NotYetOpen
from api.kits import service as kits
from api.policies.stamping import stamp
from api.problems import service as problems
from graders.assignment import Assignment as Homework
from graders.kit import Address, with_address

SEED_BITS = 63


@dataclass(frozen=True)
class Terms:
    """What a course adds to a homework: its dates, and the packed starter kit."""

    opens_at: datetime | None = None
    due_at: datetime | None = None
    closes_at: datetime | None = None
    kit: bytes | None = None


def find(session: Session, seat: Seat, slug: str) -> Assignment:
    """An assignment of the course. Raises NotFound."""
    return _found(repository.assignment_by_slug(session, seat.course.id, slug), slug)


def starter_of(blobs: BlobStore, assignment: Assignment, server: str) -> bytes:
    """The starter kit as a tar, which knows the server's address.

    Raises NotFound where there is none, NotReady while it is being made.
    """
    if kits.is_coming(assignment):
        raise NotReady(f"The starter kit of {assignment.title} is being made. Ask again in a minute.")
    if assignment.kit_digest is None:
        raise NotFound(f"{assignment.title} has no starter kit.")
    address = Address(server, assignment.course.slug, assignment.slug)
    return with_address(blobs.get(assignment.kit_digest), address)


def find_open(session: Session, seat: Seat, slug: str, *, held: bool = False) -> Assignment:
    """An assignment whose contents the caller may see. Raises NotFound, or NotYetOpen for students.

    held: nobody changes it until the transaction ends.
    """
    assignment = _held(session, seat, slug) if held else find(session, seat, slug)
    if not may_read(seat, assignment):
        raise NotYetOpen(f"{assignment.title} opens at {said(assignment.opens_at)}.")
    return assignment


def _held(session: Session, seat: Seat, slug: str) -> Assignment:
    return _found(repository.hold(session, seat.course.id, slug), slug)


def _found(assignment: Assignment | None, slug: str) -> Assignment:
    if assignment is None:
        raise NotFound(f"The course has no assignment {slug!r}.")
    return assignment


def may_read(seat: Seat, assignment: Assignment) -> bool:
    """Whether the caller may see more of the assignment than its title and dates."""
    return seat.is_staff or phase_of(assignment, utc_now()) is not Phase.UPCOMING


def install(
    session: Session, blobs: BlobStore, course: Course, homework: Homework, terms: Terms
) -> Assignment:
    """Make or change an assignment, and store the bundles that its problems are graded by.

    The same again changes nothing. Handins that are there already keep the bundle versions that they
    were handed in under.
    """
    versions = [problems.install(session, blobs, bundle) for bundle in homework.bundles]
    assignment = repository.assignment_by_slug(session, course.id, homework.slug)
    if assignment is None:
        assignment = Assignment(course=course, slug=homework.slug, seed=secrets.randbits(SEED_BITS))
        session.add(assignment)
    assignment.title = homework.title
    assignment.preface = homework.handout
    assignment.opens_at = terms.opens_at
    assignment.due_at = terms.due_at
    assignment.closes_at = terms.closes_at
    assignment.kit_digest = blobs.put(terms.kit) if terms.kit is not None else None
    holding.hold(assignment, versions)
    holding.write_handout(blobs, assignment)
    assignment.kit = None
    session.flush()
    stamp(session, assignment)
    return assignment


def said(moment: datetime | None) -> str:
    """A moment as a sentence says it."""
    return f"{moment:%Y-%m-%d %H:%M} UTC" if moment else "no time yet"
