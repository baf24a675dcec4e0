"""One version of a problem. The course's staff read; its instructors change."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Response
from fastapi.sse import EventSourceResponse, ServerSentEvent

from api.deps import BlobsDep, CallerDep, DatabaseDep, EndingDep
from api.errors import Conflict, Forbidden, Forged, NotFound, NotReady, NotSignedIn
from api.proofs.watch import ProofWatch, follow
from api.refusals import documented
from api.regrades.choosing import graded_otherwise
from api.versions import comparing, service
from api.versions.place import PlaceDep
from api.versions.schemas import DiffView, Holder, Published, VersionSummary, VersionView
from api.versions.views import summary_of, view_of

router = APIRouter(prefix="/courses/{course}/problems/{problem}/versions/{version}", tags=["problems"])
_READING = documented(NotSignedIn, Forbidden, NotFound)
_READING_FILES = documented(NotSignedIn, Forbidden, NotFound, NotReady)
_CHANGING = documented(NotSignedIn, Forbidden, Forged, NotFound, Conflict, NotReady)


@router.get("", responses=_READING)
def get_version(place: PlaceDep, caller: CallerDep, database: DatabaseDep) -> VersionView:
    """A version: where it stands, and what its proof found, each finding with a sentence."""
    with database.reading() as session:
        return view_of(place.course, place.seen(session, caller))


@router.get(
    "/bundle.tar",
    response_class=Response,
    responses={200: {"content": {"application/x-tar": {}}, "description": "The bundle."}, **_READING_FILES},
)
def get_bundle(
    place: PlaceDep,
    caller: CallerDep,
    database: DatabaseDep,
    blobs: BlobsDep,
) -> Response:
    """The bundle's files as one tar: change them and upload them again."""
    with database.reading() as session:
        found = place.seen(session, caller)
    headers = {"Content-Disposition": f'attachment; filename="{place.problem}-{place.version}.tar"'}
    return Response(blobs.get(found.digest), 200, headers, "application/x-tar")


@router.get("/diff", responses=_READING_FILES)
def get_diff(
    place: PlaceDep,
    caller: CallerDep,
    database: DatabaseDep,
    blobs: BlobsDep,
    against: Annotated[
        int | None, Query(ge=1, le=2**31 - 1, description="Another version than the published one.")
    ] = None,
) -> DiffView:
    """How a version differs from the published one: words of problem.toml, and files as unified diffs."""
    with database.reading() as session:
        after = place.seen(session, caller)
        number = against or after.problem.published
        before = replace(place, version=number).seen(session, caller) if number else None
    return comparing.compare(blobs, before, after)


@router.post("/publish", responses=_CHANGING)
def publish_version(
    place: PlaceDep,
    caller: CallerDep,
    database: DatabaseDep,
    blobs: BlobsDep,
) -> Published:
    """Let new handins be graded by a version that is proved, in every assignment that holds its problem.

    For instructors. Handins that are there keep their scores: the answer says where to have them regraded.
    """
    with database.writing() as session:
        found, holders = service.publish_as(session, blobs, caller, place)
        return Published(
            **summary_of(place.course, found).model_dump(),
            assignments=[
                Holder(
                    assignment=assignment.slug,
                    others=graded_otherwise(session, assignment.id, found),
                    regrades=f"/api/v1/courses/{place.course}/assignments/{assignment.slug}/regrades",
                )
                for assignment in holders
            ],
        )


@router.post("/withdraw", responses=_CHANGING)
def withdraw_version(place: PlaceDep, caller: CallerDep, database: DatabaseDep) -> VersionSummary:
    """Take a version out of use, unless an assignment is graded by it (instructors only)."""
    with database.writing() as session:
        return summary_of(place.course, service.withdraw_as(session, caller, place))


@router.post("/proof", status_code=202, responses=_CHANGING)
def prove_again(place: PlaceDep, caller: CallerDep, database: DatabaseDep) -> VersionSummary:
    """Prove a version once more, on fresh seeds, which failed or which we failed at (instructors only)."""
    with database.writing() as session:
        return summary_of(place.course, service.prove_as(session, caller, place))


def get_watch(
    place: PlaceDep,
    caller: CallerDep,
    database: DatabaseDep,
    ending: EndingDep,
) -> ProofWatch:
    """A look-out for a version that the caller may see."""
    with database.reading() as session:
        return ProofWatch(database, place.seen(session, caller).id, ending)


@router.get("/events", response_class=EventSourceResponse, responses=_READING)
async def watch_proof(watch: Annotated[ProofWatch, Depends(get_watch)]) -> AsyncIterator[ServerSentEvent]:
    """Server-sent events: `progress` while the proof goes on; `finished` is the last."""
    async for event in follow(watch):
        yield event
