"""A made-up course, written down through the services that serve people."""

from pathlib import Path

import pytest
from sqlalchemy import func, select

from api.auth.keys import Keys
from api.blobs.open import open_blobs
from api.db.base import utc_now
from api.db.models import (
    Assignment,
    Decision,
    Extension,
    Grading,
    GradingState,
    Member,
    Role,
    Submission,
    User,
)
from api.db.session import Database
from api.secret import secret_of
from deploy.boxes import open_boxes
from deploy.living.alive import Means, make_alive
from deploy.living.schedule import careers, schedule
from deploy.living.work import INTRODUCTION
from deploy.settings import EmbeddedSettings
from worker.runtimes import installed_runtimes

STUDENTS, SEED = 9, 1


class BrokenOff(Exception):
    """Whoever listens has heard enough."""


@pytest.fixture
def means(database: Database, tmp_path: Path):
    settings = EmbeddedSettings(data=tmp_path)
    with open_boxes(settings, installed_runtimes(settings.home)) as sandbox:
        yield Means(settings, database, open_blobs(settings), sandbox, Keys(secret_of(settings)))


def test_a_course_has_a_past_that_holds_to_its_rules(means: Means):
    said = []
    room = make_alive(means, said.append, STUDENTS, SEED)
    with means.database.reading() as session:
        roles = dict(session.execute(select(Member.role, func.count()).group_by(Member.role)).all())
        assert roles == {Role.STUDENT: STUDENTS, Role.TA: 4, Role.INSTRUCTOR: 1}
        homework = session.scalars(select(Assignment).where(Assignment.slug == "hw1p1")).one()
        came = session.scalars(
            select(Submission).where(Submission.assignment == homework).order_by(Submission.submitted_at)
        ).all()
        planned = [
            each
            for each in schedule(INTRODUCTION, STUDENTS, SEED)
            if each.seconds <= (utc_now() - homework.due_at).total_seconds()
        ]
        assert [each.student_id for each in came] == [room.students[each.student].id for each in planned]
        assert [each.late for each in came] == [each.seconds > 0 for each in planned]
        states = set(session.scalars(select(Grading.state)))
        assert states <= {GradingState.DONE, GradingState.REVIEW}
        assert all(grading.settled_at < utc_now() for grading in session.scalars(select(Grading)))
        assert session.scalar(select(func.count(Decision.id))) > 0
        quiz = session.scalars(select(Assignment).where(Assignment.slug == "ttic-quiz")).one()
        assert quiz.due_at > utc_now()
        [extension] = session.scalars(select(Extension)).all()
        assert (extension.assignment, extension.student_id) == (quiz, room.students[0].id)
        assert homework.course.slip_days == 5
        assert len(said) > len(came)
        climber = room.students[careers(STUDENTS, SEED).index("climbs")]
        last = [each for each in came if each.student_id == climber.id][-1]
        assert sum(grading.earned for grading in last.gradings) == last.points


def test_a_course_can_be_broken_off_at_any_word(means: Means):
    def listen(_: str) -> None:
        raise BrokenOff

    with pytest.raises(BrokenOff):
        make_alive(means, listen, STUDENTS, SEED)
    with means.database.reading() as session:
        assert session.scalar(select(func.count(User.id))) == STUDENTS + 5
        assert session.scalar(select(func.count(Submission.id))) == 0
