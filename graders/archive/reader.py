"""Exact reads from a stream of chunks."""

from collections.abc import Iterator

from graders.errors import ArchiveRefused


class Reader:
    """Takes bytes off an iterator of chunks; holds no more than what is asked for and one chunk."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._held = b""

    def peek(self, size: int) -> bytes:
        """The next `size` bytes, or what there is, without taking them."""
        parts, length = [self._held], len(self._held)
        while length < size and (chunk := next(self._chunks, b"")):
            parts.append(chunk)
            length += len(chunk)
        self._held = b"".join(parts)
        return self._held[:size]

    def take(self, size: int, of: str) -> bytes:
        """The next `size` bytes. Raises ArchiveRefused when the stream ends before, in the midst of `of`."""
        parts = []
        while size > 0:
            part = self._next_part(size, of)
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def skip(self, size: int, of: str) -> None:
        """Pass over the next `size` bytes, holding none of them."""
        while size > 0:
            size -= len(self._next_part(size, of))

    def rest(self) -> Iterator[bytes]:
        """All that is left, in chunks."""
        held, self._held = self._held, b""
        yield held
        yield from self._chunks

    def _next_part(self, most: int, of: str) -> bytes:
        self._held = self._held or next(self._chunks, b"")
        if not self._held:
            raise ArchiveRefused(
                f"The archive breaks off in the midst of {of}. Upload the whole of it again."
            )
        part, self._held = self._held[:most], self._held[most:]
        return part
