"""Regrades: the list with the form that starts one, and the page that shows what one changes."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from api.anonymity.naming import Namer, NamerDep
from api.assignments import service as assignments
from api.auth.caller import Caller
from api.courses import service as courses
from api.courses.seat import Seat
from api.db.models import Assignment, Regrade, RegradeState, Which
from api.db.session import Database
from api.deps import CallerDep, DatabaseDep, ReaderDep
from api.errors import ApiError, Conflict, Invalid
from api.inputs import AssignmentSlug, CourseSlug, Id, Slug, Text
from api.pages.nav import assignment_tabs
from api.pages.site import fragment, page
from api.pages.views.regrade import BAR, Histogram
from api.paging import Page
from api.regrades import choosing, repository, service
from api.regrades.changes import Tally, changes, spread, tally
from api.regrades.choosing import Wanted
from api.regrades.views import sentence_of
from api.submissions import service as submissions

SHOWN = 50
HERE = "/regrades"

Deed = Callable[[Session, Seat, str, str], Regrade]

router = APIRouter()
_OF_ASSIGNMENT = "/courses/{course}/{assignment}/regrades"


class RegradeForm(BaseModel):
    """A regrade, as a form has it. students: e-mail addresses, where only some are meant."""

    problem: Annotated[str, Field(max_length=64)] = ""
    which: Which = Which.LATEST
    students: Text = ""


@dataclass(frozen=True)
class Room:
    """The assignment whose regrades are asked for, and who asks."""

    course: str
    assignment: str
    caller: Caller
    namer: Namer

    @property
    def here(self) -> str:
        """Where they are listed."""
        return f"/courses/{self.course}/{self.assignment}{HERE}"

    def seen(self, session: Session) -> tuple[Seat, Assignment]:
        """For the course's staff. Raises NotFound or Forbidden."""
        seat = courses.enter_as_staff(session, self.caller, self.course)
        return seat, assignments.find(session, seat, self.assignment)

    def change(self, database: Database, deed: Deed, regrade: str) -> Response:
        """Do something to a regrade and show it; why it cannot be done is told there."""
        try:
            with database.writing() as session:
                seat = courses.enter_as_instructor(session, self.caller, self.course)
                deed(session, seat, self.assignment, regrade)
        except Conflict as refusal:
            with database.reading() as session:
                return regrade_page(session, self, regrade, 1, refusal)
        return RedirectResponse(f"{self.here}/{regrade}", 303)


async def get_room(
    course: CourseSlug, assignment: AssignmentSlug, caller: CallerDep, namer: NamerDep
) -> Room:
    """The assignment in the path, and who asks."""
    return Room(course, assignment, caller, namer)


RoomDep = Annotated[Room, Depends(get_room)]


@router.get(_OF_ASSIGNMENT)
def show_regrades(
    room: RoomDep,
    session: ReaderDep,
    number: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1,
    problem: Annotated[str, Query(max_length=64)] = "",
) -> HTMLResponse:
    """List an assignment's regrades, the newest first, to the course's staff. problem: chosen in the form."""
    return list_page(session, room, RegradeForm(problem=problem), number)


@router.post(_OF_ASSIGNMENT)
def start(room: RoomDep, form: Annotated[RegradeForm, Form()], database: DatabaseDep) -> Response:
    """Start a regrade and show it; what was typed survives a refusal."""
    try:
        with database.writing() as session:
            seat = courses.enter_as_instructor(session, room.caller, room.course)
            found = service.start(
                session, seat, room.assignment, form.problem, _wanted(session, seat, room, form)
            )
            there = f"{room.here}/{found.id}"
    except (Conflict, Invalid) as refusal:
        with database.reading() as session:
            return list_page(session, room, form, 1, refusal)
    return RedirectResponse(there, 303)


@router.get(_OF_ASSIGNMENT + "/{regrade}")
def show_regrade(
    room: RoomDep,
    regrade: Id,
    session: ReaderDep,
    number: Annotated[int, Query(alias="page", ge=1, le=10_000)] = 1,
) -> HTMLResponse:
    """Show a regrade: how far it is, whose scores it changes, what they are before and after."""
    return regrade_page(session, room, regrade, number)


@router.get(_OF_ASSIGNMENT + "/{regrade}/progress")
def show_progress(room: RoomDep, regrade: Id, session: ReaderDep) -> HTMLResponse:
    """Show how far a regrade is, for its page to put in place; when nothing runs any more, load it anew."""
    seat, _ = room.seen(session)
    found = service.find(session, seat, room.assignment, regrade)
    known = tally(session, found)
    html = fragment(
        "regrades/progress.html",
        known=known,
        sentence=sentence_of(found, known),
        path=f"{room.here}/{regrade}",
    )
    return HTMLResponse(html, headers={} if _runs(found, known) else {"HX-Refresh": "true"})


@router.post(_OF_ASSIGNMENT + "/{regrade}/confirm")
def confirm(room: RoomDep, regrade: Id, database: DatabaseDep) -> Response:
    """Let the new scores count."""
    return room.change(database, service.confirm, regrade)


@router.post(_OF_ASSIGNMENT + "/{regrade}/cancel")
def cancel(room: RoomDep, regrade: Id, database: DatabaseDep) -> Response:
    """Forget a regrade that has changed nothing."""
    return room.change(database, service.cancel, regrade)


@router.post(_OF_ASSIGNMENT + "/{regrade}/retry")
def retry(room: RoomDep, regrade: Id, database: DatabaseDep) -> Response:
    """Grade again what we failed at."""
    return room.change(database, service.retry, regrade)


class AgainForm(BaseModel):
    """Which problem of a submission is to be graded again."""

    problem: Slug


@router.post("/submissions/{submission}/regrade")
def grade_again(
    submission: Id, form: Annotated[AgainForm, Form()], caller: CallerDep, database: DatabaseDep
) -> Response:
    """Have one problem of one submission graded once more; nothing changes before it is confirmed."""
    with database.writing() as session:
        found, _ = submissions.find(session, caller, submission)
        assignment = found.assignment
        seat = courses.enter_as_instructor(session, caller, assignment.course.slug)
        wanted = Wanted(Which.CHOSEN, (found.id,))
        regrade = service.start(session, seat, assignment.slug, form.problem, wanted)
    return RedirectResponse(f"/courses/{assignment.course.slug}/{assignment.slug}{HERE}/{regrade.id}", 303)


def list_page(
    session: Session, room: Room, form: RegradeForm, number: int, refusal: ApiError | None = None
) -> HTMLResponse:
    """The list of regrades, and the form."""
    seat, assignment = room.seen(session)
    rows, total = repository.regrades(session, assignment.id, Page(number, SHOWN))
    tallies = {row.id: tally(session, row) for row in rows}
    return page(
        "regrades/list.html",
        refusal.status_code if refusal else 200,
        viewer=room.caller,
        rooms=assignment_tabs(seat, assignment, HERE),
        assignment=assignment,
        is_instructor=seat.is_instructor,
        problems=choosing.by_problem(session, assignment),
        form=form,
        rows=[(row, sentence_of(row, tallies[row.id])) for row in rows],
        page=number,
        pages=-(-total // SHOWN),
        refusal=refusal.detail if refusal else "",
        other=refusal.fields.get("regrade", "") if refusal else "",
    )


def regrade_page(
    session: Session, room: Room, id_: str, number: int, refusal: ApiError | None = None
) -> HTMLResponse:
    """The page of one regrade."""
    seat, assignment = room.seen(session)
    regrade = service.find(session, seat, room.assignment, id_)
    known = tally(session, regrade)
    rows, total = changes(session, regrade, Page(number, SHOWN))
    return page(
        "regrades/page.html",
        refusal.status_code if refusal else 200,
        viewer=room.caller,
        rooms=assignment_tabs(seat, assignment, HERE),
        assignment=assignment,
        is_instructor=seat.is_instructor,
        regrade=regrade,
        known=known,
        sentence=sentence_of(regrade, known),
        runs=_runs(regrade, known),
        can_confirm=regrade.state is RegradeState.PREVIEW and known.done == known.total,
        rows=rows,
        names=room.namer.names(session, seat, assignment),
        total=total,
        page=number,
        pages=-(-total // SHOWN),
        histogram=Histogram.of(spread(session, regrade), regrade.bundle_version.points),
        bar_width=BAR,
        refusal=refusal.detail if refusal else "",
    )


def _runs(regrade: Regrade, known: Tally) -> bool:
    """Whether it goes on by itself."""
    return regrade.state is RegradeState.PREVIEW and known.done + known.faults < known.total


def _wanted(session: Session, seat: Seat, room: Room, form: RegradeForm) -> Wanted:
    if form.which is not Which.CHOSEN:
        return Wanted(form.which)
    assignment = assignments.find(session, seat, room.assignment)
    if assignment.anonymous:
        raise Conflict(
            f"{assignment.title} is graded without names, so nothing is found by a name. Open a submission "
            "to have it graded again."
        )
    return Wanted(Which.CHOSEN, choosing.newest_of(session, assignment.id, form.students.split()))
