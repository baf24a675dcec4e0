"""Handins that share code. Staff read and review; instructors start a search."""

from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy.orm import Session

from api.anonymity.naming import NamerDep
from api.assignments import service as assignments
from api.assignments.place import Place, PlaceDep
from api.auth.caller import Caller
from api.blobs import BlobStore
from api.db.models import Assignment
from api.deps import BlobsDep, CallerDep, DatabaseDep
from api.errors import Conflict, Forbidden, Forged, Invalid, NotFound, NotReady, NotSignedIn
from api.inputs import Id
from api.paging import PagerDep
from api.refusals import documented
from api.similarity import choosing, repository, service
from api.similarity.beside import Beside, beside
from api.similarity.calling import Called
from api.similarity.repository import Filter, Reviewed
from api.similarity.schemas import (
    EarlierView,
    PairDetail,
    PairView,
    ReviewRequest,
    SearchRequest,
    SearchView,
)
from api.similarity.service import Verdict
from api.similarity.views import detail_view, earlier_view, pair_view, search_view

router = APIRouter(prefix="/courses/{course}/assignments/{assignment}/similarity", tags=["similarity"])
_READING = documented(NotSignedIn, Forbidden, NotFound)
_READING_FILES = documented(NotSignedIn, Forbidden, NotFound, NotReady)
_CHANGING = documented(NotSignedIn, Forbidden, Forged, NotFound)


@router.post(
    "", status_code=202, responses=documented(NotSignedIn, Forbidden, Forged, NotFound, Conflict, Invalid)
)
def start_search(
    place: PlaceDep, form: SearchRequest, caller: CallerDep, database: DatabaseDep
) -> SearchView:
    """Search for handins that share code, in the background (instructors only).

    Each student's newest handin is compared with the others', and with those to the earlier assignments that
    are named, which the course's staff can then read beside it. Starter code does not count. While a search
    goes on, this is the same search.
    """
    with database.writing() as session:
        seat = place.as_instructor(session, caller)
        earlier = [(each.course, each.assignment) for each in form.earlier]
        return search_view(service.start(session, seat, place.assignment, earlier))


@router.get("", responses=_READING)
def get_search(place: PlaceDep, caller: CallerDep, database: DatabaseDep) -> SearchView:
    """How the newest search stands (staff only)."""
    with database.reading() as session:
        found = _find(session, place, caller)
        return search_view(repository.newest_run(session, found.id))


@router.get("/earlier", responses=_READING)
def list_earlier(place: PlaceDep, caller: CallerDep, database: DatabaseDep) -> list[EarlierView]:
    """Assignments with the same problems, of courses that the caller teaches (instructors only)."""
    with database.reading() as session:
        seat = place.as_instructor(session, caller)
        found = assignments.find(session, seat, place.assignment)
        return [earlier_view(each) for each in choosing.earlier_for(session, caller, found)]


@router.get("/pairs", responses=_READING)
def list_pairs(
    place: PlaceDep,
    pager: PagerDep,
    caller: CallerDep,
    database: DatabaseDep,
    namer: NamerDep,
    wanted: Annotated[Filter, Query(alias="show", description="Which pairs.")] = Filter.ALL,
) -> list[PairView]:
    """The pairs of the last search that came to its end, the strongest first (staff only)."""
    with database.reading() as session:
        seat = place.as_staff(session, caller)
        run = service.shown(session, assignments.find(session, seat, place.assignment))
        rows, total = repository.pairs(session, run, wanted, pager.page) if run else ([], 0)
        pager.tell(total)
        called = Called(session, namer, seat)
        return [pair_view(row, called) for row in rows]


@router.get("/pairs/{pair}", responses=_READING_FILES)
def get_pair(
    place: PlaceDep, pair: Id, caller: CallerDep, database: DatabaseDep, blobs: BlobsDep, namer: NamerDep
) -> PairDetail:
    """A pair side by side: both sources, and which lines are which (staff only)."""
    with database.reading() as session:
        seat = place.as_staff(session, caller)
        reviewed = service.find(session, assignments.find(session, seat, place.assignment), pair)
        found = compared(session, blobs, reviewed)
        return detail_view(reviewed, found, Called(session, namer, seat))


@router.put("/pairs/{pair}/review", responses=_CHANGING)
def review_pair(
    place: PlaceDep, pair: Id, form: ReviewRequest, caller: CallerDep, database: DatabaseDep, namer: NamerDep
) -> PairView:
    """Say what to make of a pair (staff only). It stays with these two handins through later searches."""
    with database.writing() as session:
        seat = place.as_staff(session, caller)
        verdict = Verdict(form.verdict, form.note)
        judged = service.judge(session, seat, place.assignment, pair, verdict)
        return pair_view(judged, Called(session, namer, seat))


@router.delete("/pairs/{pair}/review", responses=_CHANGING)
def reopen_pair(
    place: PlaceDep, pair: Id, caller: CallerDep, database: DatabaseDep, namer: NamerDep
) -> PairView:
    """Take a review back (staff only)."""
    with database.writing() as session:
        seat = place.as_staff(session, caller)
        opened = service.reopen(session, seat, place.assignment, pair)
        return pair_view(opened, Called(session, namer, seat))


def compared(session: Session, blobs: BlobStore, reviewed: Reviewed) -> Beside:
    """Lay a pair side by side."""
    pair, _ = reviewed
    ids = {pair.left.assignment_id, pair.right.assignment_id}
    asked = {each.id: each for each in choosing.with_problems(session, sorted(ids))}
    return beside(blobs, pair.run, pair, asked)


def _find(session: Session, place: Place, caller: Caller) -> Assignment:
    return assignments.find(session, place.as_staff(session, caller), place.assignment)
