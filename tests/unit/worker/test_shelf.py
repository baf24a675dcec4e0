"""Files by digest on a worker's disk: bounded, checked, and of no harm when the disk is full."""

import errno
import os
from pathlib import Path

from worker import shelf as module
from worker.shelf import Shelf, digest_of, prune


def put(shelf: Shelf, data: bytes) -> str:
    digest = digest_of(data)
    shelf.put(digest, data)
    return digest


def used(path: Path, moment: int) -> None:
    os.utime(path, (moment, moment))


def test_what_was_put_is_there_for_another_shelf_too(tmp_path: Path):
    digest = put(Shelf(tmp_path / "new", 1000), b"bytes")
    assert Shelf(tmp_path / "new", 1000).get(digest) == b"bytes"
    assert Shelf(tmp_path / "new", 1000).get("0" * 64) is None


def test_a_file_that_was_damaged_is_as_good_as_none(tmp_path: Path):
    shelf = Shelf(tmp_path, 1000)
    digest = put(shelf, b"bytes")
    (tmp_path / digest).write_bytes(b"other")
    assert shelf.get(digest) is None
    put(shelf, b"bytes")
    assert shelf.get(digest) == b"bytes"


def test_it_never_holds_more_than_it_may(tmp_path: Path):
    shelf = Shelf(tmp_path, 10_000)
    for number in range(100):
        put(shelf, b"%04d" % number * 100)
        assert sum(path.stat().st_size for path in tmp_path.iterdir()) <= 10_000


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path):
    for number in range(10):
        (tmp_path / str(number)).write_bytes(b"x" * 100)
        used(tmp_path / str(number), 1000 + (number + 5) % 10)
    prune(tmp_path, 500)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["1", "2", "3", "4"]


def test_what_fits_stays(tmp_path: Path):
    (tmp_path / "a").write_bytes(b"x" * 100)
    prune(tmp_path, 100)
    prune(tmp_path / "nowhere", 100)
    assert (tmp_path / "a").exists()


def test_a_disk_that_is_full_costs_time_only_and_leaves_nothing(tmp_path: Path, monkeypatch):
    def full(path: Path, data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(module, "write_whole", full)
    shelf = Shelf(tmp_path, 1000)
    digest = put(shelf, b"bytes")
    assert shelf.get(digest) is None
    assert list(tmp_path.iterdir()) == []
