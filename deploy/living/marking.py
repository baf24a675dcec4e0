"""What the staff of a made-up course decide by hand: most of what waits for them, and not all of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy.orm import Session

from api.assignments import service as assignments
from api.auth.caller import Caller
from api.courses import service as courses
from api.db.base import happening_at
from api.db.models import Grading
from api.decisions import service as decisions
from api.decisions.ruling import Ruling
from api.decisions.service import Wanted
from api.paging import Page
from deploy.living.history import Place

SHARE = 0.6
"""How much of what waits is decided."""
EVERY = Page(1, 1000)
SAID = (
    "",
    "",
    "Well done. The curves say that you could have stopped after a third of the epochs.",
    "Right. Label the axes of your plots next time: epoch, and what is measured.",
)
LESS = "You train and measure as asked, but the plots are of another run than the code's: one point off."


@dataclass(frozen=True)
class Pile:
    """What waits at one assignment, and for whom."""

    place: Place
    tas: Sequence[Caller]
    now: datetime


def mark(pile: Pile, draw: Random) -> int:
    """Decide the oldest of what waits, problem by problem; how many were decided."""
    with pile.place.database.reading() as session:
        waiting = [(each.id, each.submission.submitted_at) for each in _waiting(session, pile)]
    chosen = waiting[: round(SHARE * len(waiting))]
    for number, (grading, handed_in) in enumerate(chosen):
        read_at = min(handed_in + timedelta(hours=draw.uniform(6, 60)), pile.now)
        ta = pile.tas[number % len(pile.tas)]
        with happening_at(read_at), pile.place.database.writing() as session:
            found, _ = decisions.find(session, ta, grading)
            decisions.decide(session, ta, grading, _ruling(found, draw))
    return len(chosen)


def _waiting(session: Session, pile: Pile) -> Sequence[Grading]:
    seat = courses.enter_as_staff(session, pile.tas[0], pile.place.course)
    found = assignments.find(session, seat, pile.place.assignment)
    return decisions.waiting(session, found, Wanted(), EVERY)[0]


def _ruling(grading: Grading, draw: Random) -> Ruling:
    """What a TA thinks of a proposal: mostly the same, now and then a point less, with the reason."""
    rubric = grading.bundle_version.described.rubric
    proposed = grading.earned or 0
    if proposed == grading.points and draw.random() < 0.15:
        marks = {item.name: item.points for item in rubric}
        marks[rubric[-1].name] = max(0, rubric[-1].points - 1)
        return Ruling(grading.revision, marks=marks, reason=LESS)
    return Ruling(grading.revision, earned=proposed, reason=draw.choice(SAID))
