"""What a made-up course says of its handins: comments, an override, requests; and what it has searched."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.annotations import service as annotations
from api.annotations.service import Comment, Spot
from api.assignments import service as assignments
from api.auth.caller import Caller
from api.comments import service as comments
from api.courses import service as courses
from api.db.base import happening_at
from api.db.models import Grading, GradingState, Submission, Which
from api.overrides import service as overrides
from api.overrides.service import Giving
from api.regrades import service as regrades
from api.regrades.choosing import Wanted
from api.requests import service as requests
from api.requests.service import Answer
from api.similarity import service as similarity
from api.submissions import repository as submissions
from deploy.living.classroom import caller
from deploy.living.history import Place
from graders.report import Verdict

BATCHNORM = "mytorch/batchnorm.py"
REMARKS = (
    "The mean and the variance depend on `x`, too: two more paths lead to it. Draw the graph once on paper.",
    "`keepdims=True` keeps this at (1, features), as the writeup wants it.",
)
SAVED = (
    ("keepdims", "`keepdims=True` keeps this at (1, features), as the writeup wants it."),
    ("axes of plots", "Label both axes, and say in the title what was trained and how."),
    ("check by numbers", "Compare with $(f(x + h) - f(x - h)) / 2h$ in float64 before you hand in."),
)
ASKED = (
    "My formula is the one of the slides, and it agrees with numerical gradients. Is it the eps?",
    "I fixed this an hour after the deadline. Could somebody look at what I had before?",
)
ANSWERED = "You divide by m − 1 and the writeup by m. It is not the eps: try it with a batch of two rows."
REASON = "The derivation in the comments is right; a sign was lost in typing. Half of the points."


def talk(place: Place, instructor: Caller, tas: tuple[Caller, ...], now: datetime) -> None:
    """Let staff and students talk about the newest handins that lost points, as many as there are."""
    with place.database.reading() as session:
        lost = list(_lost(session, place, tas[0]))
    with happening_at(now - timedelta(days=2)), place.database.writing() as session:
        homework = assignments.find(session, courses.enter(session, tas[0], place.course), place.assignment)
        for name, text in SAVED:
            comments.keep(session, homework, name, text)
    with happening_at(now - timedelta(hours=20)), place.database.writing() as session:
        for grading, check, _ in lost[:1]:
            subject, _ = overrides.look(session, tas[0], grading.id, check)
            giving = Giving(subject.revision, subject.points / 2, REASON)
            overrides.override(session, tas[0], grading.id, check, giving)
        for grading, _, _ in lost[:3]:
            for number, remark in enumerate(REMARKS):
                spot = Spot(BATCHNORM, 20 + 12 * number, 22 + 12 * number)
                annotations.annotate(session, tas[number], grading.submission_id, spot, Comment(remark))
    for number, ((grading, check, student), asked) in enumerate(zip(lost[1:], ASKED, strict=False)):
        with happening_at(now - timedelta(hours=12 - number)), place.database.writing() as session:
            request = requests.ask(session, student, grading.id, check, asked)
        if number == 0:
            with happening_at(now - timedelta(hours=3)), place.database.writing() as session:
                requests.reply(session, tas[1], request.id, Answer(ANSWERED))
    with happening_at(now), place.database.writing() as session:
        seat = courses.enter(session, instructor, place.course)
        similarity.start(session, seat, place.assignment)
        chosen = Wanted(Which.CHOSEN, tuple(grading.submission_id for grading, _, _ in lost[:5]))
        if lost:
            regrades.start(session, seat, place.assignment, "linear", chosen)


def _lost(session: Session, place: Place, ta: Caller) -> Iterator[tuple[Grading, str, Caller]]:
    """Students' newest handins with a check that lost points: its grading and name, and whose it is."""
    seat = courses.enter(session, ta, place.course)
    assignment = assignments.find(session, seat, place.assignment)
    met = set[str]()
    newest = select(Submission.id).where(Submission.assignment_id == assignment.id)
    for id_ in session.scalars(newest.order_by(Submission.submitted_at.desc())):
        found = submissions.submission(session, id_)
        if found is None or found.student_id in met:
            continue
        met.add(found.student_id)
        for grading in found.gradings:
            check = _failed(grading)
            if check and grading.bundle_version.problem.slug == "batchnorm":
                yield grading, check, caller(found.student)


def _failed(grading: Grading) -> str:
    """A check of the grading that lost points; "" where none has."""
    report = grading.report
    if report is None or grading.state is not GradingState.DONE:
        return ""
    return next((each.name for each in report.checks if each.points and each.verdict is Verdict.FAILED), "")
