"""Putting a gradebook together: a fixed number of queries, whatever the size of the course."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from itertools import groupby

from sqlalchemy import select
from sqlalchemy.orm import Session

from api.courses.seat import Seat
from api.db.base import utc_now
from api.db.models import Assignment, Grading, GradingState, Role
from api.gradebook.book import Book, Column, Row, book_of, cell_of, row_of
from api.policies import service as policies
from api.policies.reckoning import Standing
from api.policies.service import Facts
from api.roster.people import Person, people_of
from api.submissions.state import SubmissionState, state_of

AT_ONCE = 10_000
"""How many submissions a query names: SQLite takes three times as many at most."""


def gradebook(session: Session, seat: Seat) -> Book:
    """How every student of the course stands in every assignment, for its staff."""
    course = seat.course
    facts = Facts.of(session, course)
    people = people_of(session, course.id, Role.STUDENT)
    columns = [_column(work) for work in facts.works]
    standings = policies.reckoned(course, facts, [person.user_id for person in people])
    by_student = {user: list(each) for user, each in groupby(standings, lambda each: each.user_id)}
    return book_of(columns, _rows(session, facts, people, columns, by_student))


def row_for(session: Session, seat: Seat, person: Person) -> tuple[Sequence[Column], Row]:
    """How one student stands in every assignment, for the course's staff."""
    facts = Facts.of(session, seat.course, [person.user_id])
    columns = [_column(work) for work in facts.works]
    standings = policies.reckoned(seat.course, facts, [person.user_id])
    [row] = _rows(session, facts, [person], columns, {person.user_id: standings})
    return columns, row


def _column(work: Assignment) -> Column:
    return Column(work.id, work.slug, work.title, work.points, work.due_at, work.anonymous)


def _rows(
    session: Session,
    facts: Facts,
    people: Sequence[Person],
    columns: Sequence[Column],
    standings: Mapping[str, Sequence[Standing]],
) -> list[Row]:
    states = states_of(session, _unscored(standings.values()))
    now = utc_now()
    over = {work.id for work in facts.works if work.due_at is not None and work.due_at < now}
    later = {key for key, until in facts.extensions.items() if until >= now}
    rows = []
    for person in people:
        cells = [
            cell_of(each, states.get(each.submission_id or ""), is_over=_ended(each, over, later))
            for each in standings.get(person.user_id, ())
        ]
        rows.append(row_of(person, cells, columns))
    return rows


def _ended(standing: Standing, over: Set[str], later: Set[tuple[str, str]]) -> bool:
    """Whether the student's own deadline has passed."""
    key = (standing.user_id, standing.assignment_id)
    return standing.assignment_id in over and key not in later


def _unscored(standings: Iterable[Sequence[Standing]]) -> list[str]:
    """The submissions that count and have no score yet."""
    every = (standing for each in standings for standing in each)
    return [each.submission_id for each in every if each.submission_id and each.earned is None]


def states_of(session: Session, submissions: Sequence[str]) -> dict[str, SubmissionState]:
    """Where these submissions stand."""
    found: dict[str, set[GradingState]] = defaultdict(set)
    for first in range(0, len(submissions), AT_ONCE):
        some = submissions[first : first + AT_ONCE]
        query = select(Grading.submission_id, Grading.state).where(Grading.submission_id.in_(some)).distinct()
        for submission_id, state in session.execute(query):
            found[submission_id].add(state)
    return {submission_id: state_of(states) for submission_id, states in found.items()}
