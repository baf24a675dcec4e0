"""One's own remarks."""

from fastapi import APIRouter

from api.deps import CallerDep, DatabaseDep
from api.errors import Conflict, Forbidden, Forged, Invalid, NotFound, NotSignedIn
from api.inputs import Id
from api.refusals import documented
from api.remarks import service
from api.remarks.schemas import RemarkView, Said

router = APIRouter(prefix="/remarks", tags=["annotations"])


@router.patch("/{remark}", responses=documented(NotSignedIn, Forged, NotFound, Conflict, Invalid))
def change_remark(remark: Id, form: Said, caller: CallerDep, database: DatabaseDep) -> RemarkView:
    """Say something of one's own in other words; the thread shows that it was changed."""
    with database.writing() as session:
        changed = service.change(session, caller, remark, form.text)
        return RemarkView(
            id=changed.id,
            by=caller.name or caller.email,
            by_staff=changed.by_staff,
            mine=True,
            text=changed.text,
            at=changed.at,
            edited_at=changed.edited_at,
            deleted=False,
        )


@router.delete("/{remark}", status_code=204, responses=documented(NotSignedIn, Forged, Forbidden, NotFound))
def delete_remark(remark: Id, caller: CallerDep, database: DatabaseDep) -> None:
    """Delete something of one's own; a comment that nobody answered goes with it."""
    with database.writing() as session:
        service.delete(session, caller, remark)
