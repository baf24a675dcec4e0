"""The class at a glance: the dashboard of an assignment, its students, and one student's way through it."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from api.assignments import service as assignments
from api.assignments.place import PlaceDep
from api.deps import ReaderDep
from api.inputs import Id
from api.pages.desk import DeskDep
from api.pages.nav import assignment_tabs
from api.pages.site import clock, page
from api.pages.views.columns import arrivals_view, histogram_view
from api.pages.views.curve import CurveView
from api.pages.views.table import SHOWN, Table
from api.paging import Page
from api.statistics import service
from api.statistics.figures import BANDS
from api.statistics.history import history
from api.statistics.line import FRUITLESS
from api.statistics.routes import WantedDep
from api.statistics.wanted import Order, State, Wanted
from api.workers.standing import status_for
from graders.report import Curve

router = APIRouter(prefix="/courses/{course}/{assignment}")

MOST_CHECKS = 12
"""Checks that are shown at once; the others are folded away."""
MOST_NAMES = 12
"""Names that are listed of those who are stuck, or have handed nothing in."""
NumberDep = Annotated[int, Query(alias="page", ge=1, le=10_000)]


@router.get("/dashboard")
def show_dashboard(place: PlaceDep, desk: DeskDep, session: ReaderDep) -> HTMLResponse:
    """Show how a class stands in an assignment, to its staff."""
    seat = place.as_staff(session, desk.caller)
    found = assignments.find(session, seat, place.assignment)
    names = desk.namer.names(session, seat, found)
    overview = service.overview(session, found)
    students = f"/courses/{place.course}/{place.assignment}/students"
    tables = {state: Table(students, {"state": state.value}, Order.NAME, 0, 1) for state in State}
    bands = [f"{students}?band={band}" for band in range(BANDS)]
    return page(
        "class/dashboard.html",
        viewer=desk.caller,
        rooms=assignment_tabs(seat, found, "/dashboard"),
        assignment=found,
        of=overview.of,
        figures=overview.figures,
        checks=overview.checks,
        shown=MOST_CHECKS,
        reasons=overview.reasons,
        arrivals=arrivals_view(overview.arrivals, clock) if overview.arrivals else None,
        end=arrivals_view(overview.end, clock) if overview.end else None,
        histogram=histogram_view(overview.figures.histogram, bands),
        table=Table(students, {}, Order.NAME, 0, 1),
        states=tables,
        stuck=service.some(overview.of, names, State.STUCK, MOST_NAMES),
        missing=service.some(overview.of, names, State.MISSING, MOST_NAMES),
        fruitless=FRUITLESS,
        service=status_for(session, desk.caller),
    )


@router.get("/students")
def show_students(
    place: PlaceDep, wanted: WantedDep, desk: DeskDep, session: ReaderDep, number: NumberDep = 1
) -> HTMLResponse:
    """Show the students of an assignment's class, as they are asked for, to its staff."""
    seat = place.as_staff(session, desk.caller)
    found = assignments.find(session, seat, place.assignment)
    names = desk.namer.names(session, seat, found)
    of, lines, total = service.students(session, found, names, wanted, Page(number, SHOWN))
    path = f"/courses/{place.course}/{place.assignment}/students"
    return page(
        "class/students.html",
        viewer=desk.caller,
        rooms=assignment_tabs(seat, found, "/students"),
        assignment=found,
        wanted=wanted,
        of=of,
        lines=lines,
        sections=of.sections,
        states=list(State),
        table=Table(path, _fields(wanted), wanted.sort, total, number),
    )


@router.get("/students/{student}")
def show_student(
    place: PlaceDep, student: Id, desk: DeskDep, session: ReaderDep, number: NumberDep = 1
) -> HTMLResponse:
    """Show one student's handins to an assignment, and what each changed, to its staff."""
    seat = place.as_staff(session, desk.caller)
    found = assignments.find(session, seat, place.assignment)
    names = desk.namer.names(session, seat, found)
    told = history(session, found, names, student, Page(number, SHOWN))
    path = f"/courses/{place.course}/{place.assignment}/students/{student}"
    return page(
        "class/student.html",
        viewer=desk.caller,
        rooms=assignment_tabs(seat, found, "/students"),
        assignment=found,
        told=told,
        curve=_curve([each.found for each in told.tries]) if len(told.tries) > 1 else None,
        table=Table(path, {}, "", len(told.tries), number),
    )


def _fields(wanted: Wanted) -> dict[str, str]:
    """What is asked for, as an address says it."""
    return {
        "q": wanted.q,
        "state": wanted.state.value if wanted.state else "",
        "section": wanted.section or "",
        "band": "" if wanted.band is None else str(wanted.band),
        "check": wanted.check,
        "diagnosis": wanted.diagnosis,
        "like": wanted.like,
    }


def _curve(found: list[float | None]) -> CurveView:
    """What machines found of one handin after the other."""
    return CurveView.of(Curve("points", tuple(found), (), "handin"))
