"""Arrays that are the same for every handin, the references' and the misconceptions': made once and kept.

With the reference's arrays goes what it cost, where a check is held to that: whoever has the arrays has the
measure. So a folder belongs to one machine and one kind of box. A file that knows of no cost, as older ones
do not, is as good as none, and is made again.
"""

import os
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from hashlib import blake2b
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from graders.answer import Arrays, Solved
from graders.files import write_whole
from graders.packing import pack_solved, unpack_solved

STRIPES = 64
"""Locks that keep two threads from making the same arrays; few enough to keep, many enough not to meet."""


class ArrayKey(NamedTuple):
    """Whose arrays: `what` is "reference" or a misconception's name; `seed` is the check's own."""

    bundle: str
    what: str
    check: str
    seed: int
    runtime: str
    device: str


NOTHING = Solved({})
Make = Callable[[Sequence[ArrayKey]], Mapping[ArrayKey, Solved]]


class ArrayCache:
    """Arrays by key: up to max_bytes in memory, the least recently used going first; all in a folder, if any.

    Safe for threads, and the folder for processes. Nobody may write into an array that came from here.
    """

    def __init__(self, max_bytes: int = 256 << 20, folder: Path | None = None) -> None:
        self._max_bytes = max_bytes
        self.folder = folder
        self._kept: OrderedDict[ArrayKey, Solved] = OrderedDict()
        self._bytes = 0
        self._hits = 0
        self._misses = 0
        self._lock = Lock()
        self._making = [Lock() for _ in range(STRIPES)]

    def get(self, keys: Sequence[ArrayKey], make: Make) -> dict[ArrayKey, Solved]:
        """The arrays of every key; those that are not here are made by one call of `make`, and kept.

        The keys differ in check and seed only. Two threads that want the same arrays at once make them
        once. Whatever `make` raises is raised, and nothing is kept then.
        """
        found = self._recall(keys)
        self._count(len(found), 0)
        if len(found) == len(keys):
            return found
        with self._making[hash(keys[0]._replace(check="", seed=0)) % STRIPES]:
            wanted = [key for key in keys if key not in found]
            found |= self._recall(wanted)
            missing = [key for key in wanted if key not in found]
            self._count(len(wanted) - len(missing), len(missing))
            for key, solved in (make(missing) if missing else {}).items():
                self.put(key, solved)
                found[key] = solved
        return found

    def find(self, key: ArrayKey) -> Solved | None:
        """What is here for a key; None: nothing is made."""
        found = self._recall([key])
        self._count(len(found), 0)
        return found.get(key)

    def put(self, key: ArrayKey, solved: Solved) -> None:
        """Keep this for a key, whatever was there."""
        self._keep(key, solved)
        self._write(key, solved)

    def finds(self) -> tuple[int, int]:
        """How many keys that were asked for were here, and how many had to be made."""
        with self._lock:
            return self._hits, self._misses

    def _count(self, hits: int, misses: int) -> None:
        with self._lock:
            self._hits += hits
            self._misses += misses

    def _recall(self, keys: Sequence[ArrayKey]) -> dict[ArrayKey, Solved]:
        """What is here of these keys, in memory or in the folder."""
        found = {}
        for key in keys:
            solved = self._remember(key)
            if solved is None and (solved := self._read(key)):
                self._keep(key, solved)
            if solved:
                found[key] = solved
        return found

    def _remember(self, key: ArrayKey) -> Solved | None:
        """What is in memory for a key, now the latest used."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
            return self._kept.get(key)

    def _keep(self, key: ArrayKey, solved: Solved) -> None:
        """Remember arrays as the latest used; drop the earliest where memory runs out."""
        with self._lock:
            self._bytes += _size(solved.arrays) - _size(self._kept.pop(key, NOTHING).arrays)
            self._kept[key] = solved
            while self._bytes > self._max_bytes:
                _, dropped = self._kept.popitem(last=False)
                self._bytes -= _size(dropped.arrays)

    def _path(self, key: ArrayKey) -> Path | None:
        name = blake2b(repr(tuple(key)).encode(), digest_size=20).hexdigest()
        return self.folder / name if self.folder else None

    def _read(self, key: ArrayKey) -> Solved | None:
        path = self._path(key)
        if not path:
            return None
        try:
            data = path.read_bytes()
            os.utime(path)  # whoever makes room looks at what was used last
        except OSError:
            return None
        return unpack_solved(data)

    def _write(self, key: ArrayKey, solved: Solved) -> None:
        """Keep a file. Where the disk is full there is none, and the arrays are made again another time."""
        path = self._path(key)
        if path:
            with suppress(OSError):
                write_whole(path, pack_solved(solved))


def _size(arrays: Arrays) -> int:
    return sum(array.nbytes for array in arrays.values())
