"""How one student stands in an assignment, as staff see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

FRUITLESS = 3
"""Handins after the one whose score was not beaten, from which on a student is stuck."""
NOISE = 1e-9
"""Points that are this close are the same points."""


class Student(NamedTuple):
    """A student on the roster."""

    id: str
    email: str
    name: str
    section: str
    student_id: str | None


class Try(NamedTuple):
    """A handin. found: what machines found, proposals among it; None until they are done, or where we failed.

    earned: None until everything is decided.
    """

    student_id: str
    id: str
    number: int
    at: datetime
    late: bool
    earned: float | None
    found: float | None
    points: float


class Progress(NamedTuple):
    """What is known of a handin of which not everything is decided. points: of what is."""

    submission_id: str
    earned: float
    points: float
    works: int
    faults: int
    reviews: int


class Stage(StrEnum):
    """Where the handin that counts stands; or that there is none."""

    MISSING = "missing"
    WORKING = "working"
    FAULT = "fault"
    WAITING = "waiting"
    GRADED = "graded"


@dataclass(frozen=True)
class Line:
    """A student with what they handed in. tries: how many handins. last: when the newest came.

    counting: the handin that counts; earned: of what is decided of it, which is `points` in all; None where
    nothing is. undecided: points that wait for a person or a machine. waits: problems of it that wait for a
    person; works: for a machine; faults: that we failed at.
    """

    student: Student
    stage: Stage
    tries: int = 0
    last: datetime | None = None
    counting: Try | None = None
    earned: float | None = None
    points: float = 0.0
    undecided: float = 0.0
    waits: int = 0
    works: int = 0
    faults: int = 0
    stuck: bool = False

    @property
    def share(self) -> float | None:
        """What was earned of what is decided, from 0 to 1."""
        if self.earned is None or not self.points:
            return None
        return min(1.0, max(0.0, self.earned / self.points))

    @property
    def late(self) -> bool:
        """Whether what counts came late."""
        return self.counting is not None and self.counting.late


def line_of(
    student: Student,
    tries: Sequence[Try],
    counting: Try | None,
    progress: Progress | None,
    reachable: float,
) -> Line:
    """A student's line. tries: by number. progress: of what counts, where not all of it is decided.

    reachable: the most that machines give for this assignment.
    """
    if counting is None:
        return Line(student, Stage.MISSING)
    if progress is None:
        stage, earned, points = Stage.GRADED, counting.earned, counting.points
    else:
        stage = _stage(progress)
        earned, points = (progress.earned if progress.points else None), progress.points
    return Line(
        student,
        stage,
        tries=len(tries),
        last=tries[-1].at,
        counting=counting,
        earned=earned,
        points=points,
        undecided=counting.points - points,
        waits=progress.reviews if progress else 0,
        works=progress.works if progress else 0,
        faults=progress.faults if progress else 0,
        stuck=is_stuck([each.found for each in tries], reachable),
    )


def is_stuck(found: Sequence[float | None], reachable: float) -> bool:
    """Whether the newest handins brought nothing: several in a row that are no better than one before them.

    found: what machines found of each handin, the oldest first; what they have not found counts as no handin.
    Whoever has all that machines give is not stuck.
    """
    known = [each for each in found if each is not None]
    if not known:
        return False
    best = max(known)
    since = next(place for place, each in enumerate(known) if each >= best - NOISE)
    return len(known) - 1 - since >= FRUITLESS and best < reachable - NOISE


def _stage(progress: Progress) -> Stage:
    if progress.works:
        return Stage.WORKING
    return Stage.FAULT if progress.faults else Stage.WAITING
