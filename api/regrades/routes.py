"""Grading handins once more, by a version that was published since. Staff read; instructors change."""

from fastapi import APIRouter, Response
from sqlalchemy.orm import Session

from api.anonymity.naming import NamerDep
from api.assignments import service as assignments
from api.assignments.place import Place, PlaceDep
from api.db.models import Regrade
from api.deps import CallerDep, DatabaseDep
from api.errors import Conflict, Forbidden, Forged, NotFound, NotSignedIn
from api.inputs import Id
from api.paging import PagerDep
from api.refusals import documented
from api.regrades import repository, service
from api.regrades.changes import changes, tally
from api.regrades.choosing import Wanted
from api.regrades.schemas import ChangeView, RegradeRequest, RegradeView
from api.regrades.views import address_of, change_view, view_of

router = APIRouter(prefix="/courses/{course}/assignments/{assignment}/regrades", tags=["regrades"])
_READING = documented(NotSignedIn, Forbidden, NotFound)
_CHANGING = documented(NotSignedIn, Forbidden, Forged, NotFound, Conflict)


def _view(session: Session, place: Place, regrade: Regrade) -> RegradeView:
    return view_of(place, regrade, tally(session, regrade))


@router.post("", status_code=202, responses=_CHANGING)
def start_regrade(
    place: PlaceDep, form: RegradeRequest, caller: CallerDep, database: DatabaseDep, response: Response
) -> RegradeView:
    """Grade handins once more, by the version that new handins are graded by (instructors only).

    It runs behind students' handins, and changes nothing before it is confirmed. `Location` is where it
    can be watched. Asked for again, it is the same regrade.
    """
    with database.writing() as session:
        seat = place.as_instructor(session, caller)
        wanted = Wanted(form.which, tuple(form.submissions))
        found = service.start(session, seat, place.assignment, form.problem, wanted)
        response.headers["Location"] = address_of(place, found)
        return _view(session, place, found)


@router.get("", responses=_READING)
def list_regrades(
    place: PlaceDep, pager: PagerDep, caller: CallerDep, database: DatabaseDep
) -> list[RegradeView]:
    """The assignment's regrades, newest first (staff only)."""
    with database.reading() as session:
        found = assignments.find(session, place.as_staff(session, caller), place.assignment)
        rows, total = repository.regrades(session, found.id, pager.page)
        pager.tell(total)
        return [_view(session, place, row) for row in rows]


@router.get("/{regrade}", responses=_READING)
def get_regrade(place: PlaceDep, regrade: Id, caller: CallerDep, database: DatabaseDep) -> RegradeView:
    """How far a regrade is, and how many scores would change (staff only)."""
    with database.reading() as session:
        seat = place.as_staff(session, caller)
        return _view(session, place, service.find(session, seat, place.assignment, regrade))


@router.get("/{regrade}/changes", responses=_READING)
def list_changes(
    place: PlaceDep,
    regrade: Id,
    pager: PagerDep,
    caller: CallerDep,
    database: DatabaseDep,
    namer: NamerDep,
) -> list[ChangeView]:
    """Whose scores change and by how much, those who lose most first (staff only)."""
    with database.reading() as session:
        seat = place.as_staff(session, caller)
        found = service.find(session, seat, place.assignment, regrade)
        rows, total = changes(session, found, pager.page)
        pager.tell(total)
        names = namer.names(session, seat, found.assignment)
        return [change_view(row, names) for row in rows]


@router.post("/{regrade}/confirm", responses=_CHANGING)
def confirm_regrade(place: PlaceDep, regrade: Id, caller: CallerDep, database: DatabaseDep) -> RegradeView:
    """Let the new scores count, all at once; what people decided stays. Twice is once (instructors only)."""
    with database.writing() as session:
        seat = place.as_instructor(session, caller)
        return _view(session, place, service.confirm(session, seat, place.assignment, regrade))


@router.post("/{regrade}/cancel", responses=_CHANGING)
def cancel_regrade(place: PlaceDep, regrade: Id, caller: CallerDep, database: DatabaseDep) -> RegradeView:
    """Forget a regrade that is not live; no score has changed (instructors only)."""
    with database.writing() as session:
        seat = place.as_instructor(session, caller)
        return _view(session, place, service.cancel(session, seat, place.assignment, regrade))


@router.post("/{regrade}/retry", status_code=202, responses=_CHANGING)
def retry_regrade(place: PlaceDep, regrade: Id, caller: CallerDep, database: DatabaseDep) -> RegradeView:
    """Grade again what ended in a fault of ours (instructors only)."""
    with database.writing() as session:
        seat = place.as_instructor(session, caller)
        return _view(session, place, service.retry(session, seat, place.assignment, regrade))
