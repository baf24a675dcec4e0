"""The tabs above the pages of a course and of an assignment, for those who may open them."""

from dataclasses import dataclass

from api.auth.caller import Caller
from api.courses.seat import Seat
from api.db.models import Assignment


@dataclass(frozen=True)
class Tab:
    """A page beside the one that is shown; here: it is the one that is shown."""

    name: str
    href: str
    here: bool


@dataclass(frozen=True)
class _Room:
    """A page of every course, or of every assignment, for its staff."""

    name: str
    path: str
    instructors: bool = False


_OF_COURSE = (
    _Room("Course", ""),
    _Room("Roster", "/-/roster"),
    _Room("Gradebook", "/-/gradebook"),
    _Room("Problems", "/-/problems"),
    _Room("Rules", "/-/setup", instructors=True),
    _Room("Audit", "/-/audit", instructors=True),
)
_OF_ASSIGNMENT = (
    _Room("Assignment", ""),
    _Room("Dashboard", "/dashboard"),
    _Room("Students", "/students"),
    _Room("Grade by hand", "/waiting"),
    _Room("Regrades", "/regrades"),
    _Room("Similar", "/similar"),
    _Room("Requests", "/requests"),
    _Room("Saved comments", "/comments"),
    _Room("Set-up", "/setup", instructors=True),
)


_OF_SITE = (
    _Room("Users", "/admin/users"),
    _Room("Audit", "/admin/audit"),
    _Room("Service", "/status"),
)


def course_tabs(seat: Seat, here: str) -> list[Tab]:
    """The pages of a course, of which `here` is a path; none for students, who have one page only."""
    return _tabs(seat, _OF_COURSE, f"/courses/{seat.course.slug}", here)


def assignment_tabs(seat: Seat, assignment: Assignment, here: str) -> list[Tab]:
    """The pages of an assignment, of which `here` is a path; none for students."""
    return _tabs(seat, _OF_ASSIGNMENT, f"/courses/{seat.course.slug}/{assignment.slug}", here)


def site_tabs(caller: Caller, here: str) -> list[Tab]:
    """The pages of the whole site, of which `here` is an address; for site admins alone."""
    if not caller.is_admin:
        return []
    return [Tab(room.name, room.path, room.path == here) for room in _OF_SITE]


def _tabs(seat: Seat, rooms: tuple[_Room, ...], above: str, here: str) -> list[Tab]:
    if not seat.is_staff:
        return []
    return [
        Tab(room.name, above + room.path, room.path == here)
        for room in rooms
        if seat.is_instructor or not room.instructors
    ]
