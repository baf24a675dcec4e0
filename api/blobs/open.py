"""Opens the store of blobs that the settings name."""

import re

import structlog

from api.blobs.files import FileBlobStore
from api.blobs.s3 import S3BlobStore, S3Place
from api.blobs.store import BlobsAway, BlobsRefused, BlobStore
from api.settings import Settings

_ADDRESS = re.compile(r"s3://(?P<bucket>[a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/(?P<prefix>[\w./=-]*))?")

log = structlog.get_logger(__name__)


def open_blobs(settings: Settings) -> BlobStore:
    """The store: S3 where the settings name a bucket, otherwise a folder of files.

    Raises BlobsRefused where the bucket is missing, or the key is wrong. A store that does not answer is
    opened all the same: scores can be read without it, and it may come back.
    """
    if not settings.objects:
        return FileBlobStore(settings.blob_folder)
    store = S3BlobStore(_place(settings))
    try:
        store.check()
    except BlobsRefused:
        raise
    except BlobsAway as away:
        log.warning("object storage away", told=str(away))
    return store


def prepare_blobs(settings: Settings) -> None:
    """Make the bucket that the settings name, where a server of one's own has none; before the first start.

    On AWS the bucket is made by whoever pays for it: a name that is mistyped must not become a new one.
    Raises BlobsRefused or BlobsAway.
    """
    if settings.objects:
        store = S3BlobStore(_place(settings))
        if settings.s3_endpoint:
            store.make_bucket()
        store.check()


def _place(settings: Settings) -> S3Place:
    found = _ADDRESS.fullmatch(settings.objects)
    if found is None:
        raise BlobsRefused(
            f"ALLCLOSE_OBJECTS is {settings.objects!r}: say s3://bucket or s3://bucket/prefix, or leave it "
            "empty to keep files in the data folder."
        )
    return S3Place(
        bucket=found["bucket"],
        prefix=(found["prefix"] or "").strip("/"),
        endpoint=settings.s3_endpoint.rstrip("/"),
        region=settings.s3_region,
        key_id=settings.s3_key_id,
        key=settings.s3_key,
    )
