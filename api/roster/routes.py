"""Rosters: one person at a time, or by a file."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response

from api.courses import service as courses
from api.courses.service import Enrolment
from api.deps import CallerDep, DatabaseDep
from api.errors import (
    Conflict,
    Forbidden,
    Forged,
    NotFound,
    NotSignedIn,
    Overtaken,
    UploadMissing,
    UploadTooLarge,
)
from api.inputs import CourseSlug, Id
from api.paging import PagerDep
from api.refusals import documented
from api.roster import importing, looking, service
from api.roster.file import roster_csv
from api.roster.importing import Seen
from api.roster.invitations import InvitationsDep
from api.roster.looking import WantedDep
from api.roster.people import people_of, person_of
from api.roster.schemas import ImportedView, MemberChange, MemberRequest, MemberView, NewMember, PlanView
from api.roster.upload import BODY, TableDep
from api.roster.views import imported_view, plan_view, view_of

router = APIRouter(prefix="/courses/{course}", tags=["rosters"])
CHANGES = documented(NotSignedIn, Forbidden, Forged, NotFound, Conflict)
SENDS = documented(NotSignedIn, Forbidden, Forged, NotFound, UploadTooLarge, UploadMissing)

RemoveMissing = Annotated[
    bool,
    Query(description="Take students who are not in the file off the roster; staff never are."),
]


@router.get("/roster", responses=documented(NotSignedIn, Forbidden, NotFound))
def list_roster(
    course: CourseSlug, wanted: WantedDep, pager: PagerDep, caller: CallerDep, database: DatabaseDep
) -> list[MemberView]:
    """Who is in the course (staff only)."""
    with database.reading() as session:
        seat = courses.enter_as_staff(session, caller, course)
        found = looking.chosen(people_of(session, seat.course.id), wanted)
    pager.tell(len(found))
    return [view_of(person) for person in looking.part(found, pager.page)]


@router.get(
    "/roster.csv",
    response_class=Response,
    responses={
        200: {"content": {"text/csv": {}}, "description": "The roster, as the import reads it."},
        **documented(NotSignedIn, Forbidden, NotFound),
    },
)
def export_roster(
    course: CourseSlug, wanted: WantedDep, caller: CallerDep, database: DatabaseDep
) -> Response:
    """The roster as CSV (staff only)."""
    with database.reading() as session:
        seat = courses.enter_as_staff(session, caller, course)
        found = looking.chosen(people_of(session, seat.course.id), wanted)
    headers = {"Content-Disposition": f'attachment; filename="{course}-roster.csv"'}
    return Response(roster_csv(found), 200, headers, "text/csv")


@router.post("/roster", status_code=201, responses=CHANGES)
def enrol(
    course: CourseSlug,
    form: MemberRequest,
    caller: CallerDep,
    database: DatabaseDep,
    invitations: InvitationsDep,
) -> NewMember:
    """Put a person on the roster, or change their line there (instructors only)."""
    person = Enrolment(form.email, form.role, form.name, form.password, form.section, form.student_id)
    with database.writing() as session:
        seat = courses.enter(session, caller, course)
        enrolled = service.add(session, invitations, seat, person)
        member = view_of(person_of(enrolled.member))
    return NewMember(**member.model_dump(), password_token=enrolled.link)


@router.post("/roster/preview", openapi_extra=BODY, responses=SENDS)
def preview_import(
    course: CourseSlug,
    table: TableDep,
    caller: CallerDep,
    database: DatabaseDep,
    remove_missing: RemoveMissing = False,
) -> PlanView:
    """Read a roster's CSV, say what is wrong with which line, and what it would change (instructors only)."""
    with database.reading() as session:
        seat = courses.enter(session, caller, course)
        return plan_view(importing.preview(session, seat, table.data, removes=remove_missing))


@dataclass(frozen=True)
class Order:
    """A roster that is to be imported, and what was seen of it."""

    data: bytes
    seen: Seen


async def get_order(
    table: TableDep,
    fingerprint: Annotated[
        str | None, Query(max_length=64, description="Of the preview: nothing else than it showed is done.")
    ] = None,
    remove_missing: RemoveMissing = False,
) -> Order:
    """What a request confirms."""
    return Order(table.data, Seen(fingerprint, remove_missing))


@router.post(
    "/roster/import",
    openapi_extra=BODY,
    responses=documented(NotSignedIn, Forbidden, Forged, NotFound, Overtaken, UploadTooLarge, UploadMissing),
)
def import_roster(
    course: CourseSlug,
    order: Annotated[Order, Depends(get_order)],
    caller: CallerDep,
    database: DatabaseDep,
    invitations: InvitationsDep,
) -> ImportedView:
    """Change the roster as its preview said, whole or not at all (instructors only)."""
    with database.writing() as session:
        seat = courses.enter(session, caller, course)
        imported = importing.confirm(session, invitations, seat, order.data, order.seen)
    return imported_view(imported)


@router.patch("/roster/{member}", responses=CHANGES)
def change_member(
    course: CourseSlug, member: Id, form: MemberChange, caller: CallerDep, database: DatabaseDep
) -> MemberView:
    """Change a person's role, section or student id (instructors only)."""
    terms = service.Terms(form.role, form.section, form.student_id)
    with database.writing() as session:
        seat = courses.enter(session, caller, course)
        return view_of(person_of(service.change(session, seat, member, terms)))


@router.delete("/roster/{member}", status_code=204, responses=CHANGES)
def remove_member(course: CourseSlug, member: Id, caller: CallerDep, database: DatabaseDep) -> None:
    """Take a person off the roster; what they handed in is kept (instructors only)."""
    with database.writing() as session:
        service.remove(session, courses.enter(session, caller, course), member)
