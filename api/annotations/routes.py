"""Comments on a handin, and the threads that come of them."""

from fastapi import APIRouter

from api.annotations import service
from api.annotations.schemas import AnnotationRequest, AnnotationView, CheckCommentRequest, Resolution
from api.annotations.service import Comment, Spot
from api.annotations.views import annotation_view
from api.anonymity.naming import NamerDep
from api.deps import BlobsDep, CallerDep, DatabaseDep
from api.errors import Forbidden, Forged, Invalid, NotFound, NotReady, NotSignedIn
from api.inputs import Id
from api.refusals import documented
from api.remarks.schemas import Said
from api.submissions import service as submissions

router = APIRouter(tags=["annotations"])


@router.get("/submissions/{submission}/annotations", responses=documented(NotSignedIn, NotFound))
def list_annotations(
    submission: Id, caller: CallerDep, database: DatabaseDep, namer: NamerDep
) -> list[AnnotationView]:
    """What is said about a submission, file by file, for its owner and the course's staff."""
    with database.reading() as session:
        found, seat = submissions.find(session, caller, submission)
        names = namer.names(session, seat, found.assignment)
        return [annotation_view(each, seat, names) for each in service.readable(session, found, seat)]


@router.post(
    "/submissions/{submission}/annotations",
    status_code=201,
    responses=documented(NotSignedIn, Forbidden, Forged, NotFound, Invalid, NotReady),
)
def create_annotation(
    submission: Id,
    form: AnnotationRequest,
    caller: CallerDep,
    database: DatabaseDep,
    blobs: BlobsDep,
    namer: NamerDep,
) -> AnnotationView:
    """Comment on lines of a file (staff only)."""
    spot = Spot(form.path, form.first_line, form.last_line or form.first_line)
    with database.reading() as session:
        service.measure(session, blobs, caller, submission, spot)
    with database.writing() as session:
        made = service.annotate(session, caller, submission, spot, Comment(form.text, form.saved))
        found, seat = service.find(session, caller, made.id)
        return annotation_view(found, seat, namer.names(session, seat, found.submission.assignment))


@router.post(
    "/gradings/{grading}/annotations",
    status_code=201,
    responses=documented(NotSignedIn, Forged, NotFound, Invalid),
)
def create_check_comment(
    grading: Id, form: CheckCommentRequest, caller: CallerDep, database: DatabaseDep, namer: NamerDep
) -> AnnotationView:
    """Comment on a check of a submission, or on a whole problem of it (staff only)."""
    with database.writing() as session:
        comment = Comment(form.text, form.saved)
        made = service.annotate_check(session, caller, grading, form.check, comment)
        found, seat = service.find(session, caller, made.id)
        return annotation_view(found, seat, namer.names(session, seat, found.submission.assignment))


@router.post(
    "/annotations/{annotation}/remarks",
    status_code=201,
    responses=documented(NotSignedIn, Forged, NotFound, Invalid),
)
def reply_to_annotation(
    annotation: Id, form: Said, caller: CallerDep, database: DatabaseDep, namer: NamerDep
) -> AnnotationView:
    """Say something in a thread: staff, and the student whose handin it is about."""
    with database.writing() as session:
        service.reply(session, caller, annotation, form.text)
        found, seat = service.find(session, caller, annotation)
        return annotation_view(found, seat, namer.names(session, seat, found.submission.assignment))


@router.put("/annotations/{annotation}/resolved", responses=documented(NotSignedIn, Forged, NotFound))
def put_resolved(
    annotation: Id, form: Resolution, caller: CallerDep, database: DatabaseDep, namer: NamerDep
) -> AnnotationView:
    """Say that a thread is done with, or that it is not."""
    with database.writing() as session:
        found, seat = service.find(session, caller, annotation)
        service.resolve(session, caller, annotation, resolved=form.resolved)
        return annotation_view(found, seat, namer.names(session, seat, found.submission.assignment))
