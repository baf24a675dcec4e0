"""Frames: how a child says what its steps answer.

A frame is a fixed head (kind, step, sizes), a small JSON header and a raw body. Arrays travel as bodies,
untouched. `graders.frames` reads them on the outside, where nothing they say is believed.
"""

import json
import os
import struct
from collections.abc import Iterable
from threading import Lock

HEAD = struct.Struct("<BxHII")
"""Kind, step, bytes of the JSON header, bytes of the body."""

BEGAN, LOADING, LOADED, PRINTED, SENT, WITHHELD, RAISED, FINISHED, DONE = range(1, 10)

MAX_HEADER = 1 << 17
"""No header is larger, nor a text that was printed; one that is cannot be ours."""

SPILL = 1 << 16
"""How much waits in memory for the end of a step before it is written after all."""

Fields = dict[str, object]


class FrameWriter:
    """Writes frames to a pipe; a step's answers together, so that they cost one system call.

    What the outside must know at once (that a step began, that a file is being imported) is written
    at once, and takes with it whatever waited.
    """

    def __init__(self, fd: int) -> None:
        self.fd = fd
        self.step = 0
        self.lock = Lock()
        self._waiting: list[bytes] = []
        self._size = 0

    def add(self, kind: int, fields: Fields | None = None, body: Iterable[bytes] = ()) -> None:
        """Add a frame to those that wait."""
        with self.lock:
            self._add(kind, fields, list(body))
            if self._size > SPILL:
                self._flush()

    def tell(self, kind: int, fields: Fields | None = None, body: Iterable[bytes] = ()) -> None:
        """Write a frame, and all that waited before it, now."""
        with self.lock:
            self._add(kind, fields, list(body))
            self._flush()

    def _add(self, kind: int, fields: Fields | None, body: list[bytes]) -> None:
        header = b"" if fields is None else json.dumps(fields, ensure_ascii=False).encode()
        size = sum(map(len, body))
        self._waiting += [HEAD.pack(kind, self.step, len(header), size), header, *body]
        self._size += HEAD.size + len(header) + size

    def _flush(self) -> None:
        pieces = self._waiting if self._size > SPILL else [b"".join(self._waiting)]
        self._waiting, self._size = [], 0
        for piece in pieces:
            rest = memoryview(piece)
            while rest:
                rest = rest[os.write(self.fd, rest) :]
