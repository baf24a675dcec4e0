"""The files that pages link to, at addresses that change with their content.

One digest names the whole folder, so that a stylesheet finds its fonts by relative address. What is asked
for by the present digest may be kept for ever; any other digest belongs to a page from before or after an
upgrade, gets what there is, and keeps nothing.
"""

from functools import cache
from hashlib import blake2b
from pathlib import Path

from fastapi import APIRouter
from fastapi.responses import FileResponse

from api.errors import NotFound

FOLDER = Path(__file__).parent / "static"
KINDS = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
    "": "text/plain",
}

router = APIRouter(include_in_schema=False)


@cache
def static_digest() -> str:
    """Digest names and contents of all static files."""
    digest = blake2b(digest_size=8)
    for name, path in sorted(static_paths().items()):
        digest.update(f"{name}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return digest.hexdigest()


@cache
def static_paths() -> dict[str, Path]:
    """Every static file by its name below the folder; nothing else can be asked for."""
    return {path.relative_to(FOLDER).as_posix(): path for path in FOLDER.rglob("*") if path.is_file()}


def static(name: str) -> str:
    """The address of a static file. Raises KeyError for a file that does not exist."""
    return f"/static/{static_digest()}/{static_paths()[name].relative_to(FOLDER).as_posix()}"


@router.get("/static/{digest}/{name:path}")
def read_static(digest: str, name: str) -> FileResponse:
    """Send a static file."""
    path = static_paths().get(name)
    if path is None:
        raise NotFound("There is no such file.")
    kept = "public, max-age=31536000, immutable" if digest == static_digest() else "no-store"
    return FileResponse(path, media_type=KINDS[path.suffix], headers={"Cache-Control": kept})
