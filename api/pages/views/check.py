"""One check of a report as a student reads it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from math import isfinite

from api.pages.phrases import points
from api.pages.printed import Printed
from api.pages.views.curve import CurveView
from api.pages.views.error_map import ErrorMapView
from graders.problem import Visibility
from graders.report import CheckReport, Mismatch, StudentError, Verdict

MOST_ARRAYS = 2
"""Arrays shown in full, one at once and the other behind a fold: a dozen gradients share one cause."""


class Standing(StrEnum):
    """Where a check or a problem stands; each has a word and a shape of its own.

    LATER is decided after the deadline; STAFF is never shown to students; REVIEW waits for a person; WITHHELD
    is not published yet.
    """

    PASSED = "passed"
    PARTLY = "partly"
    FAILED = "failed"
    FAULT = "fault"
    GRADED = "graded"
    LATER = "later"
    STAFF = "staff"
    REVIEW = "review"
    WITHHELD = "withheld"
    QUEUED = "queued"
    RUNNING = "running"


@dataclass(frozen=True)
class MismatchView:
    """One wrong array: its facts and, where there is one, its picture."""

    facts: Mismatch
    name: str
    picture: ErrorMapView | None

    @classmethod
    def of(cls, facts: Mismatch) -> "MismatchView":
        """Prepare an array that is not as expected."""
        name = f"{facts.case} · {facts.array}" if facts.case else facts.array
        return cls(facts, name, ErrorMapView.of(facts, facts.map) if facts.map else None)

    @property
    def times(self) -> str:
        """The worst error as a multiple of the allowed one: 4,300 × the allowed."""
        times = self.facts.times_allowed
        if not isfinite(times):
            return "beyond measure"
        return f"{times:,.0f} × the allowed" if times >= 10 else f"{times:.2g} × the allowed" if times else ""

    @property
    def share(self) -> str:
        """How much is wrong: 12 of 200 (6 %)."""
        percent = 100 * self.facts.wrong / self.facts.total if self.facts.total else 0
        shown = "less than 1" if 0 < percent < 1 else f"{percent:.0f}"
        return f"{self.facts.wrong:,} of {self.facts.total:,} ({shown} %)"


@dataclass(frozen=True)
class Given:
    """Points that a person gave for a check. machine: what the machine gives; by: who it was."""

    title: str
    machine: float
    earned: float
    points: float
    reason: str
    by: str
    at: datetime

    @property
    def sentence(self) -> str:
        """Say both."""
        return (
            f"The machine gave {points(self.machine)} of {points(self.points)}; "
            f"{self.by} gave {points(self.earned)}."
        )


@dataclass(frozen=True)
class Action:
    """Something that the viewer may do about a check or a problem, and where."""

    word: str
    address: str


@dataclass(frozen=True)
class CheckView:
    """A check with its reasons. A check that is decided later carries none of them.

    given: what a person gave for it. actions: what its viewer may do about it.
    """

    anchor: str
    title: str
    points: float
    earned: float
    standing: Standing
    sentence: str = ""
    arrays: tuple[MismatchView, ...] = ()
    more: tuple[Mismatch, ...] = ()
    error: StudentError | None = None
    printed: Printed | None = None
    notes: tuple[str, ...] = ()
    curves: tuple[CurveView, ...] = ()
    seconds: float = 0.0
    peak_bytes: int = 0
    name: str = ""
    given: Given | None = None
    actions: tuple[Action, ...] = ()

    @classmethod
    def of(cls, problem: str, check: CheckReport) -> "CheckView":
        """Prepare a check of `problem`, in a report that holds no more than the viewer may read."""
        anchor, title = f"check-{problem}-{check.name}", check.title or check.name
        if check.verdict is Verdict.WITHHELD:
            if check.visibility is Visibility.HIDDEN:
                return cls("", "Hidden check", check.points, 0, Standing.STAFF)
            return cls(anchor, title, check.points, 0, Standing.LATER)
        sentence = check.explanation.sentence if check.explanation else ""
        wrong = tuple(one for one in check.mismatches if one.worst or one.message != sentence)
        return cls(
            anchor=anchor,
            title=title,
            points=check.points,
            earned=check.earned,
            standing=_standing(check),
            sentence=sentence,
            arrays=tuple(map(MismatchView.of, wrong[:MOST_ARRAYS])),
            more=wrong[MOST_ARRAYS:],
            error=check.error,
            printed=Printed.of(check.printed),
            notes=check.notes,
            curves=tuple(map(CurveView.of, check.curves)),
            seconds=check.seconds,
            peak_bytes=check.peak_bytes,
            name=check.name,
        )

    @property
    def opens(self) -> bool:
        """Whether there is anything to read beyond the verdict."""
        said = (self.sentence, self.arrays, self.error, self.printed, self.notes, self.curves)
        return any(map(bool, (*said, self.given, self.actions)))

    @property
    def judged(self) -> bool:
        """Whether the handin was judged: passed or failed, in part or all, and may be known."""
        return self.standing in (Standing.PASSED, Standing.PARTLY, Standing.FAILED)

    @property
    def known(self) -> bool:
        """Whether the student may know the outcome now."""
        return self.standing not in (Standing.LATER, Standing.STAFF)


def _standing(check: CheckReport) -> Standing:
    """Partly where a check that failed has earned something all the same."""
    return Standing.PARTLY if check.verdict is Verdict.FAILED and check.earned else Standing(check.verdict)
