"""Going on with a thread: answers, changes, what is done with."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from api.annotations import service as annotations
from api.db.models import Annotation, Remark
from api.deps import CallerDep, DatabaseDep
from api.inputs import Id
from api.pages.forms import FieldsDep
from api.pages.views.thread import place_of
from api.remarks import service as remarks

router = APIRouter()


@router.post("/annotations/{annotation}/remarks")
def answer(annotation: Id, fields: FieldsDep, caller: CallerDep, database: DatabaseDep) -> Response:
    """Say something in a thread, and show it there."""
    with database.writing() as session:
        there = place_of(annotations.reply(session, caller, annotation, fields.text("text")))
    return RedirectResponse(there, 303)


@router.post("/annotations/{annotation}/resolved")
def resolve(annotation: Id, fields: FieldsDep, caller: CallerDep, database: DatabaseDep) -> Response:
    """Say that a thread is done with, or that it is not."""
    done = fields.text("resolved") == "yes"
    with database.writing() as session:
        there = place_of(annotations.resolve(session, caller, annotation, resolved=done))
    return RedirectResponse(there, 303)


@router.post("/remarks/{remark}")
def change(remark: Id, fields: FieldsDep, caller: CallerDep, database: DatabaseDep) -> Response:
    """Change something of one's own, or take it back."""
    with database.writing() as session:
        if fields.text("act") == "delete":
            changed = remarks.delete(session, caller, remark)
        else:
            changed = remarks.change(session, caller, remark, fields.text("text"))
        there = thread_of(session, changed)
    return RedirectResponse(there, 303)


def thread_of(session: Session, remark: Remark) -> str:
    """Where a remark is read."""
    if remark.request_id is not None:
        return f"/requests/{remark.request_id}#remark-{remark.id}"
    return place_of(session.get_one(Annotation, remark.annotation_id))
