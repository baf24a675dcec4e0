"""The multipart form that carries a handin."""

import re
from typing import Annotated, Any

from fastapi import Depends, Header, Query, Request
from starlette.datastructures import UploadFile

from api.assignments.place import PlaceDep
from api.body import allow
from api.deps import CallerDep, DatabaseDep, SettingsDep
from api.errors import UploadMissing
from api.inputs import Email
from api.submissions import service
from api.submissions.service import Target, Upload

FIELD = "handin"

BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": [FIELD],
                    "properties": {
                        FIELD: {
                            "type": "string",
                            "format": "binary",
                            "description": "A tar (plain, gz, bz2, xz) or zip of the handin's files.",
                        }
                    },
                }
            }
        },
    }
}
"""The form as OpenAPI describes it. It is read by hand, so that no stranger's upload is read."""


Key = Annotated[
    str | None,
    Header(
        alias="Idempotency-Key",
        pattern=r"^[\x21-\x7e]{1,200}$",
        description="Any text of the client's own making: the same upload sent again with it counts once.",
    ),
]


Student = Annotated[
    Email | None, Query(description="Whom the course's staff hand in for; left out: the caller themselves.")
]


def get_target(
    place: PlaceDep, caller: CallerDep, database: DatabaseDep, key: Key = None, student: Student = None
) -> Target:
    """Where the handin goes, found before its upload is read."""
    with database.asking() as session:
        return service.admit(session, caller, place.course, place.assignment, key, student)


TargetDep = Annotated[Target, Depends(get_target)]


async def get_upload(request: Request, target: TargetDep, settings: SettingsDep, key: Key = None) -> Upload:
    """Read the upload into memory, bounded. Raises UploadMissing."""
    allow(request, settings.upload_bytes)
    form = await request.form(max_files=4, max_fields=16)
    try:
        file = form.get(FIELD)
        if not isinstance(file, UploadFile) or not file.filename:
            raise UploadMissing(f"Send the handin as a file in the form field {FIELD!r}.")
        return Upload(_plain(file.filename), await file.read(), key)
    finally:
        await form.close()


UploadDep = Annotated[Upload, Depends(get_upload)]


def _plain(name: str) -> str:
    # The name is shown to people and never used as a path.
    return re.sub(r"[\x00-\x1f\x7f\ud800-\udfff]", "", name)[-200:]
