"""Grading answers that are alike in the same way: one act for each, and each in the audit trail.

Every one is a transaction of its own. What somebody decided, or a machine graded again, since the list was
read is left as it is, and said.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from api.annotations import service as annotations
from api.annotations.service import Comment
from api.auth.caller import Caller
from api.courses.seat import Seat
from api.db.models import Grading
from api.db.session import Database
from api.decisions import service as decisions
from api.decisions.ruling import Ruling
from api.errors import Conflict, Invalid, NotFound, Overtaken
from api.likeness import repository
from api.overrides import service as overrides
from api.overrides.service import Giving


@dataclass(frozen=True)
class Member:
    """One of several that are alike. revision: to be sent back, of its check or of the whole of it."""

    grading: Grading
    revision: str


@dataclass(frozen=True)
class Group:
    """Answers that are alike, that of `grading` first. check: "" where people decide the whole of it."""

    grading: Grading
    seat: Seat
    check: str
    members: Sequence[Member]

    @property
    def by_hand(self) -> bool:
        """Whether a person gives points for the whole."""
        return not self.check


@dataclass(frozen=True)
class Deed:
    """What is done to each. earned, marks: points; comment: what is said. Either may be left out.

    reason: for the student to read, where points are given.
    """

    earned: float | None = None
    marks: Mapping[str, float] = field(default_factory=dict)
    reason: str = ""
    comment: str = ""

    @property
    def gives(self) -> bool:
        """Whether it gives points."""
        return self.earned is not None or bool(self.marks)


@dataclass
class Outcome:
    """What came of it. done: gradings, by id; skipped: grading → why it was left as it is."""

    done: list[str] = field(default_factory=list)
    skipped: dict[str, str] = field(default_factory=dict)


def group(session: Session, caller: Caller, grading_id: str, check: str) -> Group:
    """The answers that are like one. Raises NotFound, also for a check that is not wrong."""
    grading, seat = decisions.find(session, caller, grading_id)
    if not check and not grading.bundle_version.by_hand:
        raise NotFound(f"{grading.bundle_version.title} is graded check by check: say which one.")
    found = _alike(session, grading, check)
    if check and not found:
        raise NotFound(f"Nothing is known to be wrong with {check!r} here, so nothing is like it.")
    return Group(grading, seat, check, _members(session, found or [grading], check))


def do_all(
    database: Database, caller: Caller, found: Group, revisions: Mapping[str, str], deed: Deed
) -> Outcome:
    """Do the same to those of a group that were chosen (grading → revision).

    Raises Invalid where nobody could be graded so.
    """
    _refuse_nothing(revisions, deed)
    known = {member.grading.id for member in found.members}
    outcome, act = Outcome(), _act(caller, found, deed)
    for grading, revision in revisions.items():
        try:
            if grading not in known:
                raise NotFound("It is not like the others any more.")
            with database.writing() as session:
                act(session, grading, revision)
        except Invalid as refusal:
            if not outcome.done:
                raise
            outcome.skipped[grading] = refusal.detail
        except (Conflict, Overtaken, NotFound) as refusal:
            outcome.skipped[grading] = refusal.detail
        else:
            outcome.done.append(grading)
    return outcome


def _refuse_nothing(revisions: Mapping[str, str], deed: Deed) -> None:
    if not deed.gives and not deed.comment:
        raise Invalid("Give points, or write a comment.")
    if not revisions:
        raise Invalid("Choose at least one.")


def _alike(session: Session, grading: Grading, check: str) -> Sequence[Grading]:
    if check:
        return repository.check_alike(session, grading, check)
    if grading.bundle_version.described.is_written:
        return repository.written_alike(session, grading) if grading.likeness else []
    return repository.all_alike(session, grading)


def _members(session: Session, found: Sequence[Grading], check: str) -> list[Member]:
    if not check:
        return [Member(each, each.revision) for each in found]
    last = repository.last_overrides(session, [each.id for each in found if each.override], check)
    return [Member(each, f"{each.attempt}-{last.get(each.id, 0)}") for each in found]


def _act(caller: Caller, found: Group, deed: Deed) -> Callable[[Session, str, str], None]:
    def act(session: Session, grading: str, revision: str) -> None:
        if deed.gives and found.by_hand:
            ruling = Ruling(revision, deed.earned, deed.marks, deed.reason)
            decisions.decide(session, caller, grading, ruling)
        elif deed.gives:
            giving = Giving(revision, deed.earned, deed.reason)
            overrides.override(session, caller, grading, found.check, giving)
        if deed.comment:
            annotations.annotate_check(session, caller, grading, found.check, Comment(deed.comment))

    return act
