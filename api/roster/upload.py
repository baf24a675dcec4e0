"""The request that carries a roster: a form with a file or pasted text, or the text itself."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Depends, Request
from starlette.datastructures import FormData, UploadFile

from api.body import allow
from api.courses import service as courses
from api.deps import CallerDep, DatabaseDep
from api.errors import UploadMissing, UploadTooLarge
from api.inputs import CourseSlug
from api.roster.sheet import MOST_BYTES

FILE, TEXT = "file", "text"
ROOM = 64 * 1024
"""What a form takes beside the table itself. Pasted text that is not ASCII is up to three times as long."""

_DESCRIBED = {"type": "string", "description": "CSV with headings: email, name, section, role, student id."}
BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "text/csv": {"schema": _DESCRIBED},
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "properties": {FILE: {**_DESCRIBED, "format": "binary"}, TEXT: _DESCRIBED},
                }
            },
        },
    }
}
"""The request as OpenAPI describes it. It is read by hand, so that no stranger's upload is read."""


@dataclass(frozen=True)
class Table:
    """A roster as it was sent, and the other fields of its form."""

    data: bytes
    fields: dict[str, str]


def get_writer(course: CourseSlug, caller: CallerDep, database: DatabaseDep) -> None:
    """Let nobody but the course's instructors send a roster. Raises NotFound or Forbidden."""
    with database.reading() as session:
        courses.enter_as_instructor(session, caller, course)


async def get_table(request: Request, _writer: Annotated[None, Depends(get_writer)]) -> Table:
    """Read a roster into memory, bounded. Raises UploadMissing or UploadTooLarge."""
    allow(request, 2 * MOST_BYTES + ROOM)
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        table = Table(await request.body(), {})
    else:
        form = await request.form(max_files=2, max_fields=16, max_part_size=MOST_BYTES)
        try:
            table = await _of_form(form)
        finally:
            await form.close()
    if not table.data.strip():
        raise UploadMissing("Choose a CSV file, or paste its lines.")
    return table


TableDep = Annotated[Table, Depends(get_table)]


async def _of_form(form: FormData) -> Table:
    fields = {name: value for name, value in form.items() if isinstance(value, str)}
    file = form.get(FILE)
    if isinstance(file, UploadFile) and file.filename:
        if (file.size or 0) > MOST_BYTES:
            raise UploadTooLarge(f"A roster may be {MOST_BYTES // 1024**2} MiB: import it in parts.")
        return Table(await file.read(), fields)
    return Table(fields.get(TEXT, "").encode(), fields)
