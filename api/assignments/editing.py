"""What instructors make of an assignment: its problems, its words, its dates."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy.orm import Session

from api.assignments import holding, repository
from api.assignments.service import SEED_BITS, find
from api.audit import service as audit
from api.blobs import BlobStore
from api.courses import repository as courses
from api.courses.seat import Seat
from api.db.models import Assignment, BundleVersion
from api.errors import Conflict, Invalid
from api.kits import service as kits
from api.policies.rules import Rules, lay_down
from api.policies.stamping import stamp
from api.problems import service as problems


@dataclass(frozen=True)
class Draft:
    """An assignment as somebody wants it; problems: slugs, in order. rules: None leaves them as they are."""

    title: str
    problems: tuple[str, ...]
    preface: str = ""
    opens_at: datetime | None = None
    due_at: datetime | None = None
    closes_at: datetime | None = None
    rules: Rules | None = None


def put(session: Session, blobs: BlobStore, seat: Seat, slug: str, draft: Draft) -> tuple[Assignment, bool]:
    """Make an assignment, or change it into this; the same again changes nothing. Whether it was made, too.

    Handins that are there keep the problems, and the versions of them, that they were handed in under.
    Raises Invalid or Conflict.
    """
    if told := " ".join(complaints(draft)):
        raise Invalid(told)
    courses.lock_course(session, seat.course.id)
    versions = problems.find_published(session, seat, draft.problems)
    assignment = repository.lock(session, seat.course.id, slug)
    made = assignment is None
    if assignment is None:
        assignment = Assignment(course=seat.course, slug=slug, title="", seed=secrets.randbits(SEED_BITS))
        session.add(assignment)
    changed = _set_dates(assignment, draft)
    if draft.rules is not None:
        changed |= lay_down(assignment, draft.rules)
    if _says_otherwise(assignment, draft, versions):
        assignment.title, assignment.preface = draft.title, draft.preface
        holding.hold(assignment, versions)
        holding.write_handout(blobs, assignment)
        session.flush()
        kits.ask(session, assignment)
    elif kits.is_wanting(assignment):
        kits.ask(session, assignment)
    session.flush()
    if changed and not made:
        stamp(session, assignment)
        audit.note(session, seat.caller, "assignment.rules", assignment, course=seat.course, changed=changed)
    return assignment, made


def remove(session: Session, seat: Seat, slug: str) -> None:
    """Delete an assignment to which nobody has handed in. Raises NotFound, or Conflict where somebody has."""
    find(session, seat, slug)
    # Whoever hands in now holds the row: they are counted, or find it gone.
    assignment = repository.lock(session, seat.course.id, slug)
    if assignment is None:
        return
    if count := repository.count_submissions(session, assignment.id):
        raise Conflict(
            f"{assignment.title} has {count} handin{'s' if count > 1 else ''}, which would go with it. "
            "Close it instead: set closes_at to a moment that has passed."
        )
    session.delete(assignment)
    session.flush()


def complaints(draft: Draft) -> Iterator[str]:
    """What is wrong with a draft by itself, each with the name of its field before a colon."""
    twice = sorted({slug for slug in draft.problems if draft.problems.count(slug) > 1})
    if twice:
        yield f"problems: {', '.join(twice)} is named twice; name each problem once."
    dates = [
        (name, moment)
        for name, moment in (
            ("opens_at", draft.opens_at),
            ("due_at", draft.due_at),
            ("closes_at", draft.closes_at),
        )
        if moment is not None
    ]
    for (first, before), (second, after) in pairwise(dates):
        if before > after:
            yield f"{second}: comes before {first}; an assignment opens, is due, and then closes."
    if draft.opens_at is not None and draft.opens_at in (draft.due_at, draft.closes_at):
        yield "opens_at: is the moment at which it ends, so nobody could hand in."


def _set_dates(assignment: Assignment, draft: Draft) -> dict[str, Any]:
    """Set when it opens, is due and closes; what changed, as [was, is now]."""
    changed = {}
    for name in ("opens_at", "due_at", "closes_at"):
        was, now = getattr(assignment, name), getattr(draft, name)
        if was != now:
            changed[name] = [moment and moment.isoformat() for moment in (was, now)]
            setattr(assignment, name, now)
    return changed


def _says_otherwise(assignment: Assignment, draft: Draft, versions: Sequence[BundleVersion]) -> bool:
    """Whether students would read or be asked anything else than now."""
    held = [row.bundle_version_id for row in assignment.problems]
    now = (assignment.title, assignment.preface, held)
    return now != (draft.title, draft.preface, [version.id for version in versions])
