"""Holds the files against the database: every one that a row names is there, and is what was stored."""

from collections.abc import Iterator

from sqlalchemy.orm import Session

from api.blobs import BlobDamaged, BlobMissing, BlobStore
from api.blobs.named import named


def complaints(session: Session, blobs: BlobStore) -> Iterator[str]:
    """A sentence for each file that is missing or damaged, with the first row that names it."""
    seen = set()
    for digest, what in named(session):
        if digest in seen:
            continue
        seen.add(digest)
        try:
            blobs.get(digest)
        except BlobMissing:
            yield f"{what}: its file {digest} is missing."
        except BlobDamaged:
            yield f"{what}: its file {digest} is damaged."
