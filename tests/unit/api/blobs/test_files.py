from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from api.blobs import BlobDamaged, BlobMissing, BlobsAway, FileBlobStore, digest_of


@pytest.fixture
def blobs(tmp_path: Path) -> FileBlobStore:
    return FileBlobStore(tmp_path / "blobs")


def files(tmp_path: Path) -> list[Path]:
    return [path for path in (tmp_path / "blobs").rglob("*") if path.is_file()]


def test_bytes_come_back_by_their_digest(blobs: FileBlobStore) -> None:
    digest = blobs.put(b"handin")
    assert digest == digest_of(b"handin")
    assert len(digest) == 64
    assert blobs.get(digest) == b"handin"


def test_the_same_bytes_are_stored_once(blobs: FileBlobStore, tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        digests = set(pool.map(blobs.put, [b"same"] * 32))
    assert len(digests) == 1
    assert len(files(tmp_path)) == 1


def test_bytes_that_changed_on_the_disk_are_not_given_out(blobs: FileBlobStore, tmp_path: Path) -> None:
    digest = blobs.put(b"handin")
    files(tmp_path)[0].write_bytes(b"forged")
    with pytest.raises(BlobDamaged):
        blobs.get(digest)


@pytest.mark.parametrize("digest", ["0" * 64, "", "../../../etc/passwd", "A" * 64, "0" * 63])
def test_what_is_not_stored_is_missing(blobs: FileBlobStore, digest: str) -> None:
    with pytest.raises(BlobMissing):
        blobs.get(digest)


def test_a_write_that_fails_leaves_nothing_behind(
    blobs: FileBlobStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("api.blobs.files.os.fsync", full)
    with pytest.raises(BlobsAway, match="No space"):
        blobs.put(b"handin")
    assert files(tmp_path) == []
