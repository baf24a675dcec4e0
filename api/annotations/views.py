"""Annotations as their viewers may read them."""

from api.annotations.schemas import AnnotationView
from api.anonymity.naming import Names
from api.auth.caller import Caller
from api.courses.seat import Seat
from api.db.models import Annotation
from api.remarks.views import remark_view


def annotation_view(annotation: Annotation, seat: Seat, names: Names) -> AnnotationView:
    """A thread, whole."""
    caller: Caller = seat.caller
    return AnnotationView(
        id=annotation.id,
        submission=annotation.submission_id,
        path=annotation.path,
        first_line=annotation.first_line,
        last_line=annotation.last_line,
        grading=annotation.grading_id,
        check=annotation.check_name,
        resolved=annotation.resolved_at is not None,
        created_at=annotation.created_at,
        remarks=[remark_view(each, caller, names, for_staff=seat.is_staff) for each in annotation.remarks],
    )
