"""Handing in, and reading what came of it."""

import re
from typing import Annotated

from fastapi import APIRouter, Query, Response

from api.anonymity.naming import NamerDep
from api.anonymity.service import refuse_by_name
from api.assignments import service as assignments
from api.assignments.place import PlaceDep
from api.deps import BlobsDep, CallerDep, DatabaseDep, PlacesDep, QueueDep
from api.errors import (
    Closed,
    Conflict,
    Forbidden,
    Forged,
    KeyReused,
    NotFound,
    NotReady,
    NotSignedIn,
    NotYetOpen,
    TooSoon,
    UploadMissing,
    UploadTooLarge,
)
from api.inputs import Email, FilePath, Id
from api.paging import PagerDep
from api.policies.own import lateness
from api.refusals import documented
from api.submissions import files, service
from api.submissions.schemas import Receipt, SubmissionSummary, SubmissionView
from api.submissions.upload import BODY, TargetDep, UploadDep
from api.submissions.views import Viewer, receipt_of, summary_of, view_of

router = APIRouter(tags=["submissions"])
_OF_ASSIGNMENT = "/courses/{course}/assignments/{assignment}/submissions"


@router.post(
    _OF_ASSIGNMENT,
    status_code=202,
    openapi_extra=BODY,
    responses=documented(
        NotSignedIn,
        Forbidden,
        Forged,
        NotYetOpen,
        NotFound,
        Closed,
        UploadTooLarge,
        UploadMissing,
        KeyReused,
        TooSoon,
        NotReady,
    ),
)
def create_submission(
    target: TargetDep,
    upload: UploadDep,
    database: DatabaseDep,
    blobs: BlobsDep,
    queue: QueueDep,
    places: PlacesDep,
) -> Receipt:
    """Hand in an archive. It is read, stored and queued; the receipt says what was read of it."""
    with database.writing() as session:
        submission = service.submit(session, blobs, queue, target, upload)
        place = places.of(session, submission.id, queue.served)
        return receipt_of(submission, place, lateness(session, submission))


@router.get(_OF_ASSIGNMENT, responses=documented(NotSignedIn, NotYetOpen, NotFound, Conflict))
def list_submissions(
    place: PlaceDep,
    pager: PagerDep,
    caller: CallerDep,
    database: DatabaseDep,
    namer: NamerDep,
    student: Annotated[Email | None, Query(description="Only this student's (staff).")] = None,
) -> list[SubmissionSummary]:
    """The submissions to an assignment, newest first: one's own; for staff, everybody's."""
    with database.reading() as session:
        seat = place.enter(session, caller)
        found = assignments.find_open(session, seat, place.assignment)
        refuse_by_name(seat, found, student)
        names = namer.names(session, seat, found)
        rows, total = service.listed(session, seat, found, student, pager.page)
        pager.tell(total)
        return [summary_of(row, Viewer.of(seat, row), names) for row in rows]


@router.get("/submissions/{submission}", responses=documented(NotSignedIn, NotFound))
def get_submission(
    submission: Id,
    caller: CallerDep,
    database: DatabaseDep,
    queue: QueueDep,
    places: PlacesDep,
    namer: NamerDep,
) -> SubmissionView:
    """A submission: where it stands, its score, and a report with reasons for each problem."""
    with database.reading() as session:
        found, seat = service.find(session, caller, submission)
        names = namer.names(session, seat, found.assignment)
        return view_of(found, Viewer.of(seat, found), names, places.of(session, found.id, queue.served))


@router.get(
    "/submissions/{submission}/archive",
    response_class=Response,
    responses={
        200: {"content": {"application/octet-stream": {}}, "description": "The upload, byte for byte."},
        **documented(NotSignedIn, NotFound, NotReady),
    },
)
def get_archive(submission: Id, caller: CallerDep, database: DatabaseDep, blobs: BlobsDep) -> Response:
    """The upload exactly as it came, for its owner and the course's staff."""
    with database.reading() as session:
        found, _ = service.find(session, caller, submission)
    ending = re.search(r"(\.[a-z0-9]{1,4}){1,2}$", found.archive_name.lower())
    name = f"{found.assignment.slug}-{found.number}{ending[0] if ending else ''}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(blobs.get(found.archive_digest), 200, headers, "application/octet-stream")


@router.get(
    "/submissions/{submission}/files/{path:path}",
    response_class=Response,
    responses={
        200: {
            "content": {kind: {} for kind in files.KINDS},
            "description": "The file: a picture or PDF to be shown, or anything else to be saved.",
        },
        **documented(NotSignedIn, NotFound, NotReady),
    },
)
def get_file(
    submission: Id, path: FilePath, caller: CallerDep, database: DatabaseDep, blobs: BlobsDep
) -> Response:
    """One file of a handin as it was read, for its owner and the course's staff."""
    with database.reading() as session:
        found, _ = service.find(session, caller, submission)
    kept = files.file_of(blobs, found, path)
    return Response(kept.data, 200, dict(kept.headers), kept.media_type)
