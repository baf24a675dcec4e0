"""Comments that are kept to be said again, for an assignment's staff."""

from fastapi import APIRouter

from api.assignments import service as assignments
from api.assignments.place import PlaceDep
from api.comments import service
from api.comments.schemas import SavedCommentRequest, SavedCommentView
from api.db.models import SavedComment
from api.deps import CallerDep, DatabaseDep
from api.errors import Conflict, Forbidden, Forged, Invalid, NotFound, NotSignedIn
from api.inputs import Id
from api.refusals import documented

router = APIRouter(prefix="/courses/{course}/assignments/{assignment}/comments", tags=["annotations"])


def _view(row: SavedComment) -> SavedCommentView:
    return SavedCommentView(id=row.id, name=row.name, text=row.text, uses=row.uses)


@router.get("", responses=documented(NotSignedIn, Forbidden, NotFound))
def list_saved_comments(place: PlaceDep, caller: CallerDep, database: DatabaseDep) -> list[SavedCommentView]:
    """The saved comments of an assignment, those that are said most first (staff only)."""
    with database.reading() as session:
        found = assignments.find(session, place.as_staff(session, caller), place.assignment)
        return [_view(row) for row in service.listed(session, found)]


@router.post(
    "", status_code=201, responses=documented(NotSignedIn, Forbidden, Forged, NotFound, Conflict, Invalid)
)
def save_comment(
    place: PlaceDep, form: SavedCommentRequest, caller: CallerDep, database: DatabaseDep
) -> SavedCommentView:
    """Keep a comment under a short name; one of the same name is replaced (staff only)."""
    with database.writing() as session:
        found = assignments.find(session, place.as_staff(session, caller), place.assignment)
        return _view(service.keep(session, found, form.name, form.text))


@router.delete("/{comment}", status_code=204, responses=documented(NotSignedIn, Forbidden, Forged, NotFound))
def delete_saved_comment(place: PlaceDep, comment: Id, caller: CallerDep, database: DatabaseDep) -> None:
    """Keep a comment no longer; where it was said it stays (staff only)."""
    with database.writing() as session:
        found = assignments.find(session, place.as_staff(session, caller), place.assignment)
        service.remove(session, found, comment)
