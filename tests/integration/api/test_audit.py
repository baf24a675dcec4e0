"""Who did what, written down in the transaction in which it was done."""

import pytest
from sqlalchemy import delete, select

from api.audit import service as audit
from api.auth.caller import Caller
from api.courses import service as courses
from api.db.models import AuditEntry, Course, Role, User
from tests.integration.api.house import House


def test_an_act_is_kept_with_who_did_it_to_whom_and_outlives_them(house: House) -> None:
    with house.database.writing() as session:
        course = courses.create_course(session, "dl", "Deep learning")
    house.person("prof@x.edu", Role.INSTRUCTOR)
    house.person("ada@x.edu", Role.STUDENT)
    with house.database.writing() as session:
        prof, ada = (
            session.scalars(select(User).where(User.email == f"{n}@x.edu")).one() for n in ("prof", "ada")
        )
        caller = Caller(prof.id, prof.email, prof.name, prof.is_admin)
        audit.note(session, caller, "member.role", ada, course=course, about=ada, was="student", now="ta")
    with house.database.writing() as session:
        session.execute(delete(User).where(User.email == "prof@x.edu"))

    with house.database.reading() as session:
        [entry] = session.scalars(select(AuditEntry)).all()
        assert (entry.actor, entry.course.slug, entry.about.email) == (None, "dl", "ada@x.edu")
        assert (entry.action, entry.subject_table, entry.subject_id) == (
            "member.role",
            "users",
            entry.about_id,
        )
        assert entry.details == {"was": "student", "now": "ta"}


def test_what_was_not_done_after_all_is_not_written_down(house: House) -> None:
    def fail() -> None:
        with house.database.writing() as session:
            course = Course(slug="dl", title="Deep learning")
            session.add(course)
            audit.note(session, None, "course.made", course, course=course)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with house.database.reading() as session:
        assert session.scalars(select(AuditEntry)).all() == []
