"""Remarks as their viewers may read them."""

from api.anonymity.naming import Names
from api.auth.caller import Caller
from api.db.models import Remark
from api.remarks.schemas import RemarkView


def remark_view(remark: Remark, caller: Caller, names: Names, *, for_staff: bool) -> RemarkView:
    """One voice in a thread. Students are told who of the staff spoke, as in a conversation."""
    return RemarkView(
        id=remark.id,
        by=speaker(remark, names, for_staff=for_staff),
        by_staff=remark.by_staff,
        mine=remark.author_id == caller.id,
        text=remark.text,
        at=remark.at,
        edited_at=remark.edited_at,
        deleted=remark.deleted_at is not None,
    )


def speaker(remark: Remark, names: Names, *, for_staff: bool) -> str:
    """Who spoke. A student's name may be hidden from staff; of staff, students read the name alone."""
    if not remark.by_staff:
        return names.of(remark.author)
    return remark.author.name or (remark.author.email if for_staff else "Staff")
