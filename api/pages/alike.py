"""Answers that are alike: looked through, then graded the same way."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from api.db.models import Grading
from api.deps import DatabaseDep, ReaderDep
from api.errors import ApiError, Invalid
from api.gradings.score import EVERYTHING, score_of
from api.inputs import Id
from api.likeness import service
from api.likeness.service import Deed, Group, Outcome
from api.pages.desk import Desk, DeskDep
from api.pages.forms import Fields, FieldsDep
from api.pages.site import page
from api.pages.views.deciding import MARK, as_number
from api.pages.views.submission import problem_view
from api.submissions.views import Viewer

PICK = "pick-"
"""How the form's boxes begin; the rest is a grading, the value its revision."""

router = APIRouter(prefix="/gradings/{grading}/alike")


@dataclass(frozen=True)
class Row:
    """One of the group as the page lists it. outcome: what became of it, once the form was sent."""

    id: str
    submission: str
    number: int
    student: str
    revision: str
    earned: float | None
    decided: bool
    chosen: bool
    outcome: str


@router.get("")
def show_alike(
    grading: Id,
    desk: DeskDep,
    session: ReaderDep,
    check: Annotated[str, Query(max_length=200)] = "",
) -> HTMLResponse:
    """Show answers that are like one, with a form for all of them, to the course's staff."""
    return alike_page(session, desk, service.group(session, desk.caller, grading, check))


@router.post("")
def grade_alike(grading: Id, fields: FieldsDep, desk: DeskDep, database: DatabaseDep) -> HTMLResponse:
    """Grade those that are chosen, and say what became of each; what was typed survives a refusal."""
    check, outcome, refusal = fields.text("check"), None, None
    with database.reading() as session:
        found = service.group(session, desk.caller, grading, check)
    try:
        outcome = service.do_all(database, desk.caller, found, picked(fields), deed_of(fields))
    except Invalid as refused:
        refusal = refused
    with database.reading() as session:
        found = service.group(session, desk.caller, grading, check)
        return alike_page(session, desk, found, fields, outcome or refusal)


def by_hand(grading: Grading) -> bool:
    """Whether a person gave points of it already; then nobody else does so unawares."""
    return grading.is_decided or grading.overridden_earned is not None


def picked(fields: Fields) -> dict[str, str]:
    """Grading → revision, of those that are chosen."""
    return {name.removeprefix(PICK): value for name, value in fields.sent if name.startswith(PICK)}


def deed_of(fields: Fields) -> Deed:
    """What is to be done to each. Raises Invalid for points that are no number."""
    marks = {
        name.removeprefix(MARK): as_number(value)
        for name, value in fields.sent
        if name.startswith(MARK) and value
    }
    earned = fields.text("earned")
    return Deed(as_number(earned) if earned else None, marks, fields.text("reason"), fields.text("comment"))


def alike_page(
    session: Session,
    desk: Desk,
    found: Group,
    entered: Fields | None = None,
    came: Outcome | ApiError | None = None,
) -> HTMLResponse:
    """The page. came: what became of those that were chosen, or why none was graded."""
    grading, fields = found.grading, entered or Fields(())
    names = desk.namer.names(session, found.seat, grading.submission.assignment)
    problem = problem_view(grading, Viewer.of(found.seat, grading.submission))
    outcome = came if isinstance(came, Outcome) else Outcome()
    chosen = picked(fields)
    rows = [
        Row(
            id=each.grading.id,
            submission=each.grading.submission_id,
            number=each.grading.submission.number,
            student=names.of(each.grading.submission.student),
            revision=each.revision,
            earned=score_of(each.grading, EVERYTHING).earned,
            decided=by_hand(each.grading),
            chosen=each.grading.id in chosen if entered else not by_hand(each.grading),
            outcome="done" if each.grading.id in outcome.done else outcome.skipped.get(each.grading.id, ""),
        )
        for each in found.members
    ]
    return page(
        "alike.html",
        came.status_code if isinstance(came, ApiError) else 200,
        viewer=desk.caller,
        found=found,
        submission=grading.submission,
        problem=problem,
        check=next((each for each in problem.checks if found.check and each.name == found.check), None),
        rubric=grading.bundle_version.described.rubric if found.by_hand else [],
        rows=rows,
        entered=fields,
        done=len(outcome.done),
        skipped=len(outcome.skipped),
        was_sent=isinstance(came, Outcome),
        refusal=came.detail if isinstance(came, ApiError) else "",
    )
