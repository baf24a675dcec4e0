"""Copies files from one store to another; those that are there already are not read again."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from api.blobs import BlobDamaged, BlobMissing, BlobStore

AT_ONCE = 8
"""How many are on their way at a time: most of the time of each is spent waiting."""


def copy_new(source: BlobStore, target: BlobStore) -> Iterator[str]:
    """Copy what the target has not, and name by their digest those that are damaged at the source.

    A damaged file is not copied. Raises BlobsAway where a store cannot be used; what was copied stays.
    """

    def copied(digest: str) -> bool:
        try:
            target.put(source.get(digest))
        except (BlobDamaged, BlobMissing):
            return False
        return True

    there = set(target.digests())
    wanted = sorted(set(source.digests()) - there)
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for digest, done in zip(wanted, pool.map(copied, wanted), strict=True):
            if not done:
                yield digest
