"""A grading as whoever decides it reads it, and what they have entered so far."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from api.blobs import BlobStore
from api.db.models import Decision, Grading, Submission
from api.decisions.ruling import Ruling
from api.decisions.schemas import StaffDecisionView
from api.decisions.views import staff_decision
from api.errors import Invalid
from api.pages.phrases import points
from api.pages.views.hand import HandView
from api.pages.views.problem import ProblemView
from api.pages.views.submission import problem_view
from api.submissions.files import Plot, plots_of
from api.submissions.views import Viewer
from graders.problem import RubricItem

MARK = "mark-"
"""How the form's fields for rubric items begin."""


@dataclass(frozen=True)
class Entries:
    """What somebody typed: text, until it is read as points. revision: of the grading that they read."""

    revision: str = ""
    earned: str = ""
    reason: str = ""
    marks: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of_form(cls, form: Mapping[str, str]) -> "Entries":
        """The fields of the form. Lines end as browsers do not send them, and no database stores a NUL."""
        clean = {name: text.replace("\r\n", "\n").replace("\0", "").strip() for name, text in form.items()}
        marks = {name.removeprefix(MARK): text for name, text in clean.items() if name.startswith(MARK)}
        return cls(clean.get("revision", ""), clean.get("earned", ""), clean.get("reason", ""), marks)

    @classmethod
    def of_grading(cls, grading: Grading, decisions: Sequence[Decision]) -> "Entries":
        """What there is to confirm: the decision that holds, or else the proposal."""
        if decisions:
            last = decisions[0]
            marks = {name: points(earned) for name, earned in last.marks.items()}
            return cls(grading.revision, points(last.earned), last.reason, marks)
        proposed = points(grading.earned) if grading.earned is not None else ""
        return cls(grading.revision, proposed)

    def ruling(self) -> Ruling:
        """The decision that is meant. Raises Invalid for points that are no number."""
        marks = {name: as_number(text) for name, text in self.marks.items() if text}
        earned = as_number(self.earned) if self.earned else None
        return Ruling(self.revision, earned, marks, self.reason)


@dataclass(frozen=True)
class Item:
    """A rubric item in the form. number: the key that gives it all of its points, or none."""

    number: int
    described: RubricItem
    entered: str


@dataclass(frozen=True)
class DecidingView:
    """What the page of one grading needs. refusal: why the last try was not taken."""

    row: Grading
    problem: ProblemView
    hand: HandView
    entries: Entries
    items: tuple[Item, ...]
    plots: tuple[Plot, ...]
    history: tuple[StaffDecisionView, ...]
    previous: str | None
    next: str | None

    @classmethod
    def of(
        cls,
        grading: Grading,
        hand: HandView,
        decisions: Sequence[Decision],
        blobs: BlobStore,
        neighbours: tuple[str | None, str | None],
        entries: Entries | None = None,
    ) -> "DecidingView":
        """Show a grading to staff, with what they typed or what there is to confirm."""
        typed = entries or Entries.of_grading(grading, decisions)
        rubric = enumerate(grading.bundle_version.described.rubric, start=1)
        return cls(
            row=grading,
            problem=problem_view(grading, Viewer(is_staff=True, is_over=True)),
            hand=hand,
            entries=typed,
            items=tuple(Item(number, item, typed.marks.get(item.name, "")) for number, item in rubric),
            plots=tuple(plots_of(blobs, grading.submission)),
            history=tuple(staff_decision(grading, each) for each in decisions),
            previous=neighbours[0],
            next=neighbours[1],
        )

    @property
    def proposes(self) -> bool:
        """Whether there is a proposal that nobody has decided on yet."""
        return self.scores and not self.history and self.hand.proposed is not None

    @property
    def scores(self) -> bool:
        """Whether points may be given for the whole; a written answer is marked item by item."""
        return not self.hand.is_written

    @property
    def marked(self) -> bool:
        """Whether any rubric item has points."""
        return any(item.entered for item in self.items)

    @property
    def confirms(self) -> bool:
        """Whether what is entered is what is proposed."""
        return self.hand.proposed is not None and self.entries.earned == points(self.hand.proposed)

    @property
    def submission(self) -> Submission:
        """The handin that it is a part of."""
        return self.row.submission

    @property
    def revision(self) -> str:
        """The grading as it is shown, which is what a decision is about."""
        return self.row.revision


def as_number(text: str) -> float:
    """Read points as people write them. Raises Invalid."""
    try:
        return float(text.replace(",", ".").replace("−", "-"))
    except ValueError:
        raise Invalid(f"Write points as a number, such as 2.5, and not “{text[:40]}”.") from None
