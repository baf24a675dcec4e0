"""How a class stands, from what lies in the database."""

from datetime import timedelta

from sqlalchemy import event

from api.assignments.service import Terms
from api.db.base import utc_now
from api.db.models import Assignment, Course, Extension, Role, Submission, User
from api.policies import service
from tests.integration.api.homework import LINEAR
from tests.integration.api.house import House

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
NOW = utc_now()


def put(house: House, email: str, slug: str, *handed: tuple[timedelta, float | None]) -> None:
    """Lay submissions of a student down: how long ago, and what they earned of 5."""
    with house.database.writing() as session:
        student = session.query(User).filter_by(email=email).one()
        assignment = session.query(Assignment).filter_by(slug=slug).one()
        for number, (ago, earned) in enumerate(handed, 1):
            session.add(
                Submission(
                    assignment_id=assignment.id,
                    student_id=student.id,
                    number=number,
                    submitted_at=NOW - ago,
                    digest="d",
                    archive_digest="a",
                    archive_name="a.tar",
                    files=[],
                    notes=[],
                    earned=earned,
                    points=5,
                )
            )


def classroom(house: House) -> None:
    """Two assignments, due three days and one day ago, in a course with two slip days; Ada, Bob and a TA."""
    for slug, days in (("hw1", 3), ("hw2", 1)):
        terms = Terms(due_at=NOW - days * DAY, closes_at=NOW + DAY)
        house.course(LINEAR, assignment=slug, terms=terms)
    with house.database.writing() as session:
        session.query(Course).update({"slip_days": 2})
        session.query(Assignment).update({"late_penalty": 10.0})
    for email in ("ada@x.edu", "bob@x.edu"):
        house.person(email, Role.STUDENT)
    house.person("ta@x.edu", Role.TA)


def test_a_class_stands_as_its_submissions_say(house: House) -> None:
    classroom(house)
    put(house, "ada@x.edu", "hw1", (3 * DAY + HOUR, 3), (2 * DAY - HOUR, 5))
    put(house, "ada@x.edu", "hw2", (HOUR, 4))
    put(house, "ta@x.edu", "hw1", (4 * DAY, 5))
    with house.database.reading() as session:
        course = session.query(Course).one()
        emails = {user.id: user.email for user in session.query(User)}
        works = {each.id: each.slug for each in session.query(Assignment)}
        every = service.standings(session, course)
        told = {(emails[each.user_id], works[each.assignment_id]): each for each in every}
    assert len(every) == len(told) == 4
    ada = [told["ada@x.edu", slug] for slug in ("hw1", "hw2")]
    assert [(each.earned, each.days_late, each.slip_days, each.final) for each in ada] == [
        (5, 2, 2, 5),
        (4, 1, 0, 3.6),
    ]
    assert told["bob@x.edu", "hw1"].submission_id is None


def test_an_extension_moves_the_deadline_and_gives_slip_days_back(house: House) -> None:
    classroom(house)
    put(house, "ada@x.edu", "hw1", (HOUR, 5))
    with house.database.writing() as session:
        ada = session.query(User).filter_by(email="ada@x.edu").one()
        hw1 = session.query(Assignment).filter_by(slug="hw1").one()
        before = service.standings_of(session, hw1.course, ada.id)
        session.add(Extension(assignment_id=hw1.id, student_id=ada.id, due_at=NOW))
        session.flush()
        after = service.standings_of(session, hw1.course, ada.id)
        assert service.standing(session, hw1)[0] in (after[0], after[1])
    assert [(each.days_late, each.slip_days, each.final) for each in (before[0], after[0])] == [
        (3, 2, 4.5),
        (0, 0, 5),
    ]


def test_a_class_is_reckoned_in_as_many_queries_as_a_student(house: House) -> None:
    classroom(house)
    asked: list[str] = []
    with house.database.reading() as session:
        course = session.query(Course).one()
        listening = (house.database.engine, "before_cursor_execute")
        note = lambda *call: asked.append(call[2])  # noqa: E731
        event.listen(*listening, note)
        service.standings(session, course)
        few = len(asked)
        event.remove(*listening, note)
    assert few <= 8
