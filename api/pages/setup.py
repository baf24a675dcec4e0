"""The set-up of an assignment, as one page: problems, dates, what students see, policies, extensions."""

from dataclasses import dataclass
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import TypeAdapter, ValidationError
from sqlalchemy.orm import Session

from api.assignments import editing
from api.assignments import repository as assignments
from api.assignments import service as assignment_service
from api.assignments.place import PlaceDep
from api.courses import repository as course_rows
from api.courses import service as courses
from api.courses.seat import Seat
from api.db.models import Assignment
from api.deps import BlobsDep, CallerDep, DatabaseDep, ReaderDep
from api.errors import Conflict, Invalid, NotFound
from api.inputs import CourseSlug, Slug
from api.pages.forms import FieldsDep
from api.pages.nav import assignment_tabs, course_tabs
from api.pages.site import page
from api.pages.views.setup import SetupForm, problems_of
from api.policies import extending, publishing
from api.policies.extending import Grant
from api.problems import repository as problems

router = APIRouter(prefix="/courses/{course}")
_SLUG = TypeAdapter(Slug)
_NO_SLUG = "Write small letters, digits, - and _, at most 64, beginning with a letter or digit."


@dataclass(frozen=True)
class Told:
    """What came of a form. granting: an extension that was refused. saved: nothing was wrong."""

    refusal: str = ""
    granting: SetupForm | None = None
    saved: bool = False


NOTHING = Told()


async def get_texts(request: Request, caller: CallerDep) -> dict[str, str]:
    """What was typed into the form, as it was typed."""
    form = await request.form()
    return {
        name: text.replace("\r\n", "\n").replace("\0", "")
        for name, text in form.items()
        if isinstance(text, str)
    }


Saved = Annotated[Literal["", "yes"], Query(description="It was changed just now.")]
TextsDep = Annotated[dict[str, str], Depends(get_texts)]


@router.get("/-/new")
def show_new(course: CourseSlug, caller: CallerDep, session: ReaderDep) -> HTMLResponse:
    """Show an empty form to the course's instructors."""
    seat = courses.enter_as_instructor(session, caller, course)
    return new_page(session, seat, SetupForm.of(seat.course, None))


@router.post("/-/new")
def make(
    course: CourseSlug, texts: TextsDep, caller: CallerDep, database: DatabaseDep, blobs: BlobsDep
) -> Response:
    """Make an assignment and show its set-up; what was typed survives a refusal."""
    with database.reading() as session:
        form = SetupForm.of(courses.enter_as_instructor(session, caller, course).course, None).typed(texts)
    draft, slug = form.draft(), form.text("slug").strip()
    try:
        _SLUG.validate_python(slug)
    except ValidationError:
        form.wrong["slug"] = _NO_SLUG
    refusal = ""
    if draft is not None and not form.wrong:
        try:
            with database.writing() as session:
                seat = courses.enter_as_instructor(session, caller, course)
                course_rows.lock_course(session, seat.course.id)
                if assignments.assignment_by_slug(session, seat.course.id, slug) is not None:
                    raise Conflict(f"The course has an assignment {slug} already.")
                editing.put(session, blobs, seat, slug, draft)
            return RedirectResponse(f"/courses/{course}/{slug}/setup", 303)
        except Conflict as taken:
            form.wrong["slug"] = taken.detail
        except Invalid as wrong:
            refusal = wrong.detail
    with database.reading() as session:
        return new_page(session, courses.enter_as_instructor(session, caller, course), form, refusal)


@router.get("/{assignment}/setup")
def show_setup(place: PlaceDep, caller: CallerDep, session: ReaderDep, saved: Saved = "") -> HTMLResponse:
    """Show an assignment's set-up to the course's instructors."""
    seat = place.as_instructor(session, caller)
    found = assignment_service.find(session, seat, place.assignment)
    return setup_page(session, seat, found, SetupForm.of(seat.course, found), Told(saved=bool(saved)))


@router.post("/{assignment}/setup")
def change(
    place: PlaceDep, texts: TextsDep, caller: CallerDep, database: DatabaseDep, blobs: BlobsDep
) -> Response:
    """Change an assignment; what was typed survives a refusal."""
    refusal = ""
    with database.reading() as session:
        seat = place.as_instructor(session, caller)
        found = assignment_service.find(session, seat, place.assignment)
        form = SetupForm.of(seat.course, found).typed(texts)
    draft = form.draft()
    if draft is not None:
        try:
            with database.writing() as session:
                seat = place.as_instructor(session, caller)
                editing.put(session, blobs, seat, place.assignment, draft)
            return RedirectResponse(f"{there(place)}?saved=yes", 303)
        except Invalid as wrong:
            refusal = wrong.detail
    with database.reading() as session:
        seat = place.as_instructor(session, caller)
        found = assignment_service.find(session, seat, place.assignment)
        return setup_page(session, seat, found, form, Told(refusal))


@router.post("/{assignment}/setup/scores")
def publish_or_hide(place: PlaceDep, fields: FieldsDep, caller: CallerDep, database: DatabaseDep) -> Response:
    """Publish the assignment's scores to its students, or hide them."""
    act = publishing.hide if fields.text("act") == "hide" else publishing.publish
    with database.writing() as session:
        act(session, place.as_instructor(session, caller), place.assignment)
    return RedirectResponse(f"{there(place)}#scores", 303)


@router.post("/{assignment}/setup/extensions")
def extend(place: PlaceDep, fields: FieldsDep, caller: CallerDep, database: DatabaseDep) -> Response:
    """Give a student a later deadline; what was typed survives a refusal."""
    texts = {name: fields.text(name) for name in ("student", "until", "reason")}
    with database.reading() as session:
        form = SetupForm(place.as_instructor(session, caller).course.zone, texts)
    until = form.moment("until")
    if until is None and not form.wrong:
        form.wrong["until"] = "Write the new deadline."
    if until is not None and not form.wrong:
        try:
            with database.writing() as session:
                grant = Grant(texts["student"].lower(), until, texts["reason"])
                extending.extend(session, place.as_instructor(session, caller), place.assignment, grant)
            return RedirectResponse(f"{there(place)}#extensions", 303)
        except NotFound as unknown:
            form.wrong["student"] = unknown.detail
        except Invalid as wrong:
            form.wrong["until"] = wrong.detail.removeprefix("due_at: ").capitalize()
    with database.reading() as session:
        seat = place.as_instructor(session, caller)
        found = assignment_service.find(session, seat, place.assignment)
        return setup_page(session, seat, found, SetupForm.of(seat.course, found), Told(granting=form))


@router.post("/{assignment}/setup/extensions/take-back")
def take_back(place: PlaceDep, fields: FieldsDep, caller: CallerDep, database: DatabaseDep) -> Response:
    """Take a student's extension back."""
    with database.writing() as session:
        seat = place.as_instructor(session, caller)
        extending.take_back(session, seat, place.assignment, fields.text("student"))
    return RedirectResponse(f"{there(place)}#extensions", 303)


def there(place: PlaceDep) -> str:
    """Where an assignment's set-up is."""
    return f"/courses/{place.course}/{place.assignment}/setup"


def new_page(session: Session, seat: Seat, form: SetupForm, refusal: str = "") -> HTMLResponse:
    """The page that makes an assignment."""
    return page(
        "setup/new.html",
        422 if form.wrong or refusal else 200,
        viewer=seat.caller,
        course=seat.course,
        form=form,
        refusal=refusal,
        rooms=course_tabs(seat, "/-/new"),
        problems=problems_of(form, problems.all_published(session, seat.course.id)),
    )


def setup_page(
    session: Session,
    seat: Seat,
    assignment: Assignment,
    form: SetupForm,
    told: Told = NOTHING,
) -> HTMLResponse:
    """The page of an assignment's set-up."""
    granted = told.granting or SetupForm(seat.course.zone, {})
    return page(
        "setup/page.html",
        422 if form.wrong or told.refusal or granted.wrong else 200,
        viewer=seat.caller,
        course=seat.course,
        assignment=assignment,
        form=form,
        granting=granted,
        refusal=told.refusal,
        saved=told.saved,
        rooms=assignment_tabs(seat, assignment, "/setup"),
        problems=problems_of(form, problems.all_published(session, seat.course.id)),
        extensions=extending.listed(session, assignment),
    )
