"""The request that carries a bundle: a form with a file, or the archive itself."""

from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.datastructures import UploadFile

from api.auth.caller import Caller
from api.body import allow
from api.courses import service as courses
from api.deps import CallerDep, DatabaseDep, SettingsDep
from api.errors import NotReady, UploadMissing
from api.inputs import CourseSlug, ProblemSlug
from api.problems.bounds import check_bounds
from api.settings import Settings
from graders.bundle import Bundle, read_bundle
from graders.errors import BundleRefused

FIELD = "bundle"
_DESCRIBED = {
    "type": "string",
    "format": "binary",
    "description": "A tar (plain, gz, bz2, xz) or zip of the problem's folder, problem.toml at its top.",
}

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {"type": "object", "required": [FIELD], "properties": {FIELD: _DESCRIBED}}
            },
            "application/octet-stream": {"schema": _DESCRIBED},
        },
    }
}
"""The request as OpenAPI describes it. It is read by hand, so that no stranger's upload is read."""

_AT_ONCE = BoundedSemaphore(2)
"""An archive may expand to a quarter of a gigabyte while it is read."""
PATIENCE = 30.0


def get_writer(course: CourseSlug, caller: CallerDep, database: DatabaseDep) -> None:
    """Let nobody but the course's instructors send a bundle. Raises NotFound or Forbidden."""
    with database.reading() as session:
        courses.enter_as_instructor(session, caller, course)


async def get_archive(
    request: Request, _writer: Annotated[None, Depends(get_writer)], settings: SettingsDep
) -> bytes:
    """Read the archive into memory, bounded while it arrives. Raises UploadMissing."""
    allow(request, settings.problem_bytes)
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        return await request.body()
    form = await request.form(max_files=4, max_fields=16)
    try:
        file = form.get(FIELD)
        if not isinstance(file, UploadFile):
            raise UploadMissing(f"Send the bundle as a file in the form field {FIELD!r}.")
        return await file.read()
    finally:
        await form.close()


def get_bundle(
    problem: ProblemSlug, archive: Annotated[bytes, Depends(get_archive)], settings: SettingsDep
) -> Bundle:
    """The bundle in the archive. Raises UploadMissing or BundleRefused."""
    if not archive:
        raise UploadMissing("Send the bundle's archive as the body, or as a file in a form.")
    return read_upload(archive, problem, settings)


@dataclass(frozen=True)
class Upload:
    """A bundle, by whom it was sent, and to which course."""

    caller: Caller
    course: str
    bundle: Bundle


async def get_upload(
    course: CourseSlug, caller: CallerDep, bundle: Annotated[Bundle, Depends(get_bundle)]
) -> Upload:
    """What was sent. Raises whatever reading it does."""
    return Upload(caller, course, bundle)


UploadDep = Annotated[Upload, Depends(get_upload)]


def read_upload(archive: bytes, slug: str | None, settings: Settings) -> Bundle:
    """The bundle in an archive that nobody vouches for. slug: what it must be; None: what the bundle says.

    Raises BundleRefused, NotReady.
    """
    if not _AT_ONCE.acquire(timeout=PATIENCE):
        raise NotReady("Other bundles are being read just now. Send it again in a minute.")
    try:
        bundle = read_bundle(archive)
    finally:
        _AT_ONCE.release()
    if slug is not None and bundle.problem.slug != slug:
        raise BundleRefused(
            f"problem.toml, slug: is {bundle.problem.slug!r}, but it was sent to the address of {slug!r}: "
            "change one of them."
        )
    check_bounds(bundle.problem, settings)
    return bundle
