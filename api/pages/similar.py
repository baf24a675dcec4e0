"""Handins that share code: the list of pairs, and the page where one is read side by side and reviewed."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from sqlalchemy.orm import Session

from api.assignments import service as assignments
from api.auth.caller import Caller
from api.courses import service as courses
from api.db.models import Assignment, Suspicion
from api.deps import CallerDep, DatabaseDep, ReaderDep
from api.errors import ApiError, Conflict, Invalid
from api.inputs import AssignmentSlug, CourseSlug, Id
from api.pages.desk import DeskDep
from api.pages.nav import assignment_tabs
from api.pages.site import fragment, page
from api.pages.views.similar import ClusterView, PairPage, cluster_views
from api.paging import Page
from api.similarity import choosing, repository, service
from api.similarity.calling import Called
from api.similarity.repository import Filter
from api.similarity.routes import compared
from api.similarity.service import UNSETTLED, Verdict
from api.similarity.views import search_view

SHOWN = 50
MOST_NOTE = 10_000
HERE = "/similar"

router = APIRouter(prefix="/courses/{course}/{assignment}/similar")


@router.get("")
def show_pairs(
    course: CourseSlug,
    assignment: AssignmentSlug,
    desk: DeskDep,
    session: ReaderDep,
    wanted: Annotated[Filter, Query(alias="show")] = Filter.ALL,
    number: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    """List the pairs to the course's staff, the strongest first, and how the search stands."""
    seat = courses.enter_as_staff(session, desk.caller, course)
    found = assignments.find(session, seat, assignment)
    return list_page(Called(session, desk.namer, seat), found, (wanted, number))


async def get_earlier(request: Request, caller: CallerDep) -> list[tuple[str, str]]:
    """The earlier assignments that were ticked."""
    form = await request.form()
    ticked = [text for text in form.getlist("earlier") if isinstance(text, str)]
    return [(course, assignment) for course, _, assignment in (text.partition("/") for text in ticked)]


@router.post("")
def start(
    course: CourseSlug,
    assignment: AssignmentSlug,
    earlier: Annotated[list[tuple[str, str]], Depends(get_earlier)],
    desk: DeskDep,
    database: DatabaseDep,
) -> Response:
    """Start a search; why there can be none is told on the list."""
    try:
        with database.writing() as session:
            seat = courses.enter_as_instructor(session, desk.caller, course)
            service.start(session, seat, assignment, earlier)
    except (Conflict, Invalid) as refusal:
        with database.reading() as session:
            seat = courses.enter_as_instructor(session, desk.caller, course)
            found = assignments.find(session, seat, assignment)
            return list_page(Called(session, desk.namer, seat), found, (Filter.ALL, 1), refusal)
    return RedirectResponse(f"/courses/{course}/{assignment}{HERE}", 303)


@router.get("/progress")
def show_progress(
    course: CourseSlug, assignment: AssignmentSlug, caller: CallerDep, session: ReaderDep
) -> HTMLResponse:
    """Show how far the search is, for the page to put in place of what it shows; at its end, load it anew."""
    seat = courses.enter_as_staff(session, caller, course)
    run = repository.newest_run(session, assignments.find(session, seat, assignment).id)
    html = fragment(
        "similar/progress.html", search=search_view(run), path=f"/courses/{course}/{assignment}{HERE}"
    )
    unsettled = run is not None and run.state in UNSETTLED
    return HTMLResponse(html, headers={} if unsettled else {"HX-Refresh": "true"})


@router.get("/{pair}")
def show_pair(
    course: CourseSlug,
    assignment: AssignmentSlug,
    pair: Id,
    desk: DeskDep,
    session: ReaderDep,
) -> HTMLResponse:
    """Show both handins side by side, with what they share, to the course's staff."""
    seat = courses.enter_as_staff(session, desk.caller, course)
    found = assignments.find(session, seat, assignment)
    reviewed = service.find(session, found, pair)
    edges = repository.edges(session, reviewed[0].run)
    view = PairPage.of(
        reviewed, compared(session, desk.blobs, reviewed), service.neighbours(edges, reviewed[0])
    )
    called = Called(session, desk.namer, seat)
    return page("similar/pair.html", viewer=desk.caller, assignment=found, shown=view, called=called)


async def get_verdict(request: Request, caller: CallerDep) -> Verdict | None:
    """What was chosen and written; None: the review is taken back. Raises Invalid."""
    form = await request.form()
    chosen, note = form.get("verdict"), form.get("note")
    if chosen == "reopen":
        return None
    if chosen not in set(Suspicion) or not isinstance(note, str):
        raise Invalid("Say whether what they share is suspicious, or nothing.")
    text = note.replace("\0", "").strip()
    if len(text) > MOST_NOTE:
        raise Invalid(f"The note is longer than {MOST_NOTE:,} characters.")
    return Verdict(Suspicion(str(chosen)), text)


@router.post("/{pair}")
def review(
    course: CourseSlug,
    assignment: AssignmentSlug,
    pair: Id,
    verdict: Annotated[Verdict | None, Depends(get_verdict)],
    caller: CallerDep,
    database: DatabaseDep,
) -> Response:
    """Take a verdict and go on to the next pair that nobody has reviewed; or take one back and stay."""
    here = f"/courses/{course}/{assignment}{HERE}"
    with database.writing() as session:
        seat = courses.enter_as_staff(session, caller, course)
        if verdict is None:
            service.reopen(session, seat, assignment, pair)
            return RedirectResponse(f"{here}/{pair}", 303)
        judged, _ = service.judge(session, seat, assignment, pair, verdict)
        before, after = service.neighbours(repository.edges(session, judged.run), judged)
    onward = after or before
    return RedirectResponse(f"{here}/{onward}" if onward else here, 303)


def list_page(
    called: Called, assignment: Assignment, wanted: tuple[Filter, int], refusal: ApiError | None = None
) -> HTMLResponse:
    """The list of pairs. wanted: which of them, and which page."""
    session, seat = called.session, called.seat
    newest, shown = repository.newest_run(session, assignment.id), service.shown(session, assignment)
    rows, total = repository.pairs(session, shown, wanted[0], Page(wanted[1], SHOWN)) if shown else ([], 0)
    return page(
        "similar/list.html",
        refusal.status_code if refusal else 200,
        viewer=seat.caller,
        rooms=assignment_tabs(seat, assignment, HERE),
        assignment=assignment,
        is_instructor=seat.is_instructor,
        earlier=_earlier(session, seat.caller, assignment) if seat.is_instructor else [],
        search=search_view(newest),
        unsettled=newest is not None and newest.state in UNSETTLED,
        shown=search_view(shown) if shown else None,
        wanted=wanted[0],
        rows=rows,
        total=total,
        page=wanted[1],
        pages=-(-total // SHOWN),
        clusters=_clusters(session, assignment),
        called=called,
        refusal=refusal.detail if refusal else "",
    )


def _earlier(session: Session, caller: Caller, assignment: Assignment) -> list[choosing.Earlier]:
    return choosing.earlier_for(session, caller, assignment)


def _clusters(session: Session, assignment: Assignment) -> list[ClusterView]:
    run = service.shown(session, assignment)
    return cluster_views(session, service.clusters(repository.edges(session, run))) if run else []
