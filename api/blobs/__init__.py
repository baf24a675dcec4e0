"""Stored bytes, named by their digest: handins, archives, bundles, starter kits."""

from api.blobs.files import FileBlobStore
from api.blobs.store import BlobDamaged, BlobMissing, BlobsAway, BlobsRefused, BlobStore, digest_of

__all__ = [
    "BlobDamaged",
    "BlobMissing",
    "BlobStore",
    "BlobsAway",
    "BlobsRefused",
    "FileBlobStore",
    "digest_of",
]
