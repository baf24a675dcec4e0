"""What people have said of a problem, or have still to say."""

from dataclasses import dataclass

from api.db.models import Grading, GradingState
from api.decisions.schemas import DecisionView
from api.pages.phrases import points
from api.submissions.files import address_of, answers_of
from api.submissions.views import Viewer


@dataclass(frozen=True)
class Answer:
    """A file that a person reads."""

    path: str
    address: str


@dataclass(frozen=True)
class HandView:
    """A person's part in a problem. grading: where staff decide it; "" for students.

    proposed: what the checks that the viewer sees earned; None: no machine has anything to say.
    answers: the handin's files that a written problem asks for.
    """

    grading: str
    is_written: bool
    is_fault: bool
    points: float
    proposed: float | None
    decision: DecisionView | None
    answers: tuple[Answer, ...]

    @classmethod
    def of(cls, grading: Grading, viewer: Viewer) -> "HandView | None":
        """A person's part, where there is one."""
        version = grading.bundle_version
        if not version.by_hand or viewer.hides_scores:
            return None
        return cls(
            grading=grading.id if viewer.is_staff else "",
            is_written=version.described.is_written,
            is_fault=grading.state is GradingState.FAULT,
            points=grading.points,
            proposed=viewer.proposed(grading),
            decision=viewer.decision(grading),
            answers=tuple(
                Answer(path, address_of(grading.submission, path))
                for path in answers_of(grading.submission, version.described)
            ),
        )

    @property
    def sentence(self) -> str:
        """Who has the last word, and whether it was spoken."""
        if self.decision:
            return self._decided(self.decision.earned)
        if self.is_written:
            return "Staff read this and give the points; until then it counts in no sum."
        if self.proposed is None:
            return "What the grader finds is a proposal: staff confirm or change it."
        proposed = f"{points(self.proposed)} of {points(self.points)} points"
        return (
            f"The grader proposes {proposed}. Staff confirm or change that; until then it counts in no sum."
        )

    def _decided(self, earned: float) -> str:
        gave = f"Staff gave {points(earned)} of {points(self.points)} points"
        if self.proposed is None or self.is_written:
            return f"{gave}."
        if self.proposed == earned:
            return f"{gave}, as the grader proposed."
        return f"{gave}. The grader had proposed {points(self.proposed)}."
