"""All that is kept of a person, as a ZIP of JSON and of the handins as they came.

Reports are as the person may read them, even where a site admin asks for them: the file is to be handed on.
"""

import json
from collections.abc import Iterator
from typing import Any

from fastapi.responses import StreamingResponse
from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from api.anonymity.naming import Names
from api.audit import service as audit
from api.auth.caller import Caller
from api.auth.keys import Keys
from api.blobs import BlobStore
from api.courses import repository as courses
from api.courses.seat import Seat
from api.db.models import (
    ApiToken,
    AuditEntry,
    BrowserSession,
    Identity,
    Submission,
    User,
)
from api.db.session import Database
from api.gradings.line import NOWHERE
from api.personal.rows import rows_of
from api.personal.zipping import zipped
from api.submissions import repository as submissions
from api.submissions.views import Viewer, view_of
from graders.errors import GraderFault

File = tuple[str, bytes]
README = """This is all that Allclose keeps of you.

account.json      your account, and where you signed in with it
courses.json      the courses that have you on their roster
handins/          each handin: the file as you sent it, and its report as you may read it
noted.json        what was written down of acts by you or about you
others.json       every other row that names you, table by table
"""


def export(
    database: Database, blobs: BlobStore, keys: Keys, caller: Caller, user_id: str
) -> StreamingResponse:
    """Send all that is kept of a person; caller: who asks, they themselves or a site admin."""
    with database.writing() as session:
        user = session.get_one(User, user_id)
        audit.note(session, caller, "user.export", user, about=user)
        name = user.email
    headers = {"Content-Disposition": f'attachment; filename="{_plain(name)}.zip"'}
    return StreamingResponse(
        zipped(files_of(database, blobs, keys, user_id)), 200, headers, "application/zip"
    )


def files_of(database: Database, blobs: BlobStore, keys: Keys, user_id: str) -> Iterator[File]:
    """The files of the archive, one after another; no more than one handin is held at a time."""
    with database.reading() as session:
        user = session.get_one(User, user_id)
        person = Caller(user.id, user.email, user.name, is_admin=False)
        handins = session.scalars(
            select(Submission.id).where(Submission.student_id == user_id).order_by(Submission.id)
        ).all()
        yield "README.txt", README.encode()
        yield "account.json", _json(_account(session, user))
        yield "courses.json", _json(_courses(session, user_id))
        yield "noted.json", _json(_noted(session, user_id))
        yield "others.json", _json(dict(rows_of(session, user_id)))
    for id_ in handins:
        with database.reading() as session:
            yield from _handin(session, blobs, keys, person, id_)


def _account(session: Session, user: User) -> dict[str, Any]:
    def of(model: Any, *fields: str) -> list[dict[str, Any]]:
        rows = session.scalars(select(model).where(model.user_id == user.id).order_by(model.id))
        return [{field: getattr(row, field) for field in fields} for row in rows]

    return {
        **{field: getattr(user, field) for field in ("id", "email", "name", "time_zone", "created_at")},
        "tokens": of(ApiToken, "name", "scopes", "created_at", "expires_at", "last_used_at", "revoked_at"),
        "browsers": of(BrowserSession, "address", "agent", "way", "created_at", "seen_at", "expires_at"),
        "providers": of(Identity, "issuer", "subject", "email", "created_at"),
    }


def _courses(session: Session, user_id: str) -> list[dict[str, Any]]:
    return [
        {"course": place.course.slug, "title": place.course.title}
        | {
            column.name: getattr(place, column.name)
            for column in place.__table__.columns
            if column.name not in {"id", "course_id", "user_id"}
        }
        for place in courses.places(session, user_id)
    ]


def _noted(session: Session, user_id: str) -> list[dict[str, Any]]:
    """Acts by and about the person; of others who acted only that they did."""
    rows = session.scalars(
        select(AuditEntry)
        .where((AuditEntry.about_id == user_id) | (AuditEntry.actor_id == user_id))
        .order_by(AuditEntry.at)
        .options(joinedload(AuditEntry.course))
    )
    return [
        {
            "at": row.at,
            "by": "you" if row.actor_id == user_id else "staff" if row.actor_id else "the server",
            "about": "you" if row.about_id == user_id else "somebody else" if row.about_id else None,
            "course": row.course.slug if row.course else None,
            "action": row.action,
            "details": row.details if _may_tell(row, user_id) else None,
        }
        for row in rows
    ]


def _may_tell(row: AuditEntry, user_id: str) -> bool:
    """Whether the details are the person's to read.

    Of an act that concerns somebody else they are theirs. Those of an act upon a score say what it was and
    is, also of a check that is hidden, or before scores are published: the handin's own report says what
    of it the person may know.
    """
    upon_a_score = row.action.startswith("score.") and row.actor_id != user_id
    return row.about_id in (None, user_id) and not upon_a_score


def _handin(session: Session, blobs: BlobStore, keys: Keys, person: Caller, id_: str) -> Iterator[File]:
    row = submissions.submission(session, id_)
    if row is None:  # it was deleted meanwhile
        return
    member = courses.member(session, row.assignment.course_id, person.id)
    seat = Seat(row.assignment.course, person, member.role if member else None)
    names = Names(keys, row.assignment_id, is_anonymous=False, known=frozenset())
    folder = f"handins/{row.assignment.course.slug}/{row.assignment.slug}/{row.number}"
    view = view_of(row, Viewer.of(seat, row), names, NOWHERE)
    yield f"{folder}/report.json", view.model_dump_json(indent=1).encode()
    try:
        data = blobs.get(row.archive_digest)
    except GraderFault as fault:
        yield f"{folder}/missing.txt", f"The file cannot be read: {fault}\n".encode()
    else:
        yield f"{folder}/{_plain(row.archive_name) or 'handin'}", data


def _plain(name: str) -> str:
    """A file's name of letters, digits and a little more."""
    return "".join(each if each.isascii() and (each.isalnum() or each in "._@+-") else "_" for each in name)[
        -100:
    ]


def _json(value: object) -> bytes:
    return json.dumps(value, indent=1, default=str, ensure_ascii=False).encode()
