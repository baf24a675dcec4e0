"""Slip days, extensions, publishing scores, and how students stand."""

from typing import Annotated

from fastapi import APIRouter, Path

from api.anonymity.naming import NamerDep
from api.assignments import service as assignments
from api.assignments.place import PlaceDep
from api.assignments.schemas import AssignmentView
from api.assignments.views import view_of
from api.courses import service as courses
from api.db.base import utc_now
from api.deps import CallerDep, DatabaseDep
from api.errors import Forbidden, Forged, Invalid, NotFound, NotSignedIn, NotYetOpen
from api.inputs import CourseSlug, Email
from api.paging import PagerDep
from api.policies import extending, publishing, repository, rules, service
from api.policies.extending import Grant
from api.policies.own import Own, allowance_of
from api.policies.schemas import CourseRules, ExtensionRequest, ExtensionView, OutlookView, StandingView
from api.policies.views import extension_view, outlook_view, standing_view
from api.refusals import documented

router = APIRouter(prefix="/courses/{course}", tags=["policies"])
_OF_ASSIGNMENT = "/assignments/{assignment}"
_MAY_CHANGE = documented(NotSignedIn, Forbidden, Forged, NotFound)

StudentPath = Annotated[Email, Path(description="The student's e-mail address.")]


@router.get("/rules", responses=documented(NotSignedIn, NotFound))
def get_course_rules(course: CourseSlug, caller: CallerDep, database: DatabaseDep) -> CourseRules:
    """The time zone that the course's deadlines go by, and the slip days that each student has."""
    with database.reading() as session:
        found = courses.enter(session, caller, course).course
        return CourseRules(zone=found.zone, slip_days=found.slip_days)


@router.put("/rules", responses=documented(NotSignedIn, Forbidden, Forged, NotFound, Invalid))
def put_course_rules(
    course: CourseSlug, form: CourseRules, caller: CallerDep, database: DatabaseDep
) -> CourseRules:
    """Set the course's time zone and slip days (instructors only)."""
    with database.writing() as session:
        rules.change_course(session, courses.enter(session, caller, course), form.zone, form.slip_days)
    return form


@router.get(f"{_OF_ASSIGNMENT}/extensions", responses=documented(NotSignedIn, Forbidden, NotFound))
def list_extensions(place: PlaceDep, caller: CallerDep, database: DatabaseDep) -> list[ExtensionView]:
    """Who has a later deadline, by e-mail (staff only)."""
    with database.reading() as session:
        found = assignments.find(session, place.as_staff(session, caller), place.assignment)
        return [extension_view(each) for each in extending.listed(session, found)]


@router.put(
    f"{_OF_ASSIGNMENT}/extensions/{{student}}",
    responses=documented(NotSignedIn, Forbidden, Forged, NotFound, Invalid),
)
def put_extension(
    place: PlaceDep, student: StudentPath, form: ExtensionRequest, caller: CallerDep, database: DatabaseDep
) -> ExtensionView:
    """Give a student a later deadline, or change it (instructors only)."""
    with database.writing() as session:
        seat = place.as_instructor(session, caller)
        grant = Grant(student, form.due_at, form.reason)
        given = extending.extend(session, seat, place.assignment, grant)
        session.refresh(given)
        return extension_view(given)


@router.delete(f"{_OF_ASSIGNMENT}/extensions/{{student}}", status_code=204, responses=_MAY_CHANGE)
def delete_extension(place: PlaceDep, student: StudentPath, caller: CallerDep, database: DatabaseDep) -> None:
    """Take a student's extension back; what they handed in stays, and may be late now (instructors only)."""
    with database.writing() as session:
        extending.take_back(session, place.as_instructor(session, caller), place.assignment, student)


@router.post(f"{_OF_ASSIGNMENT}/scores/publish", responses=_MAY_CHANGE)
def publish_scores(place: PlaceDep, caller: CallerDep, database: DatabaseDep) -> AssignmentView:
    """Let students see their scores (instructors only)."""
    with database.writing() as session:
        seat = place.as_instructor(session, caller)
        return view_of(seat, publishing.publish(session, seat, place.assignment))


@router.post(f"{_OF_ASSIGNMENT}/scores/hide", responses=_MAY_CHANGE)
def hide_scores(place: PlaceDep, caller: CallerDep, database: DatabaseDep) -> AssignmentView:
    """Let no student see a score of the assignment until they are published (instructors only)."""
    with database.writing() as session:
        seat = place.as_instructor(session, caller)
        return view_of(seat, publishing.hide(session, seat, place.assignment))


@router.get(f"{_OF_ASSIGNMENT}/standing", responses=documented(NotSignedIn, NotYetOpen, NotFound))
def list_standing(
    place: PlaceDep, pager: PagerDep, caller: CallerDep, database: DatabaseDep, namer: NamerDep
) -> list[StandingView]:
    """Which submission counts, and what lateness took: everybody's for staff, else one's own."""
    with database.reading() as session:
        seat = place.enter(session, caller)
        found = assignments.find_open(session, seat, place.assignment)
        if not seat.is_staff:
            own = Own.of(session, seat.course, caller.id, utc_now()).standings[found.id]
            pager.tell(1)
            return [standing_view(own, caller.email)]
        names = namer.names(session, seat, found)
        emails = repository.emails(session, seat.course.id)
        called = sorted((names.call(id_, email), id_) for id_, email in emails.items())
        pager.tell(len(called))
        chosen = called[pager.page.offset :][: pager.page.size]
        some = service.standing_of_some(session, found, [id_ for _, id_ in chosen])
        every = {each.user_id: each for each in some}
        return [standing_view(every[id_], name) for name, id_ in chosen]


@router.get(f"{_OF_ASSIGNMENT}/outlook", responses=documented(NotSignedIn, NotYetOpen, NotFound))
def get_outlook(place: PlaceDep, caller: CallerDep, database: DatabaseDep) -> OutlookView:
    """What handing in now would mean for the caller: whether it is taken, and what lateness would cost."""
    with database.reading() as session:
        seat = place.enter(session, caller)
        found = assignments.find_open(session, seat, place.assignment)
        now = utc_now()
        own = Own.of(session, seat.course, caller.id, now)
        allowed = allowance_of(session, found, caller.id, now)
        return outlook_view(own.outlook(found), allowed, own.standings[found.id].slip_days)
