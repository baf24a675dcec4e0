"""A ZIP that is sent while it is made: no more of it is held than its largest file."""

import zipfile
from collections.abc import Iterable, Iterator


class _Taken:
    """Holds what the archive writes until it is taken away; a pipe, in which nothing is sought."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._at = 0

    def write(self, data: bytes, /) -> int:
        self._held += data
        self._at += len(data)
        return len(data)

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        return

    def close(self) -> None:
        return

    def take(self) -> bytes:
        taken, self._held = bytes(self._held), bytearray()
        return taken


def zipped(files: Iterable[tuple[str, bytes]]) -> Iterator[bytes]:
    """A ZIP of these files, in pieces, each as soon as its file is known."""
    taken = _Taken()
    with zipfile.ZipFile(taken, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, data in files:
            archive.writestr(path, data)
            yield taken.take()
    yield taken.take()
