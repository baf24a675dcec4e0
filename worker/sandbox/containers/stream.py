"""The stream that Docker attaches to a container, taken apart.

Docker sends what a container writes as pieces, each with a head of eight bytes: which of its two outputs it
is from, and its size. A thread reads them and fills two pipes, so that a container is watched as any other
child is. The heads are Docker's word, the rest is the container's and is only passed on; whoever reads slowly
slows the container, and nothing piles up here.
"""

import os
import socket
import struct
from contextlib import suppress
from threading import Thread

_HEAD = struct.Struct(">BxxxI")
_STDOUT, _STDERR = 1, 2
_CHUNK = 1 << 16


class AttachedStream:
    """The ends of a container's standard streams.

    frames, output: read ends of pipes that carry its standard output and error. ended: becomes readable
    when Docker has closed the stream, which it does when the container has ended.
    """

    def __init__(self, attached: socket.socket) -> None:
        self._socket = attached
        self._socket.settimeout(None)
        self.frames, frames_end = os.pipe()
        self.output, output_end = os.pipe()
        self.ended, ended_end = os.pipe()
        self._ends = {_STDOUT: frames_end, _STDERR: output_end, 0: ended_end}
        self._thread = Thread(target=self._pass_on, name="container", daemon=True)
        self._thread.start()

    def send(self, content: bytes) -> None:
        """Write to the container's standard input. Raises OSError when it is gone."""
        self._socket.sendall(content)

    def close(self) -> None:
        """Close the stream, and with it the container's standard input."""
        # A thread that waits for room in a pipe is woken by the end of whoever might have made some.
        for descriptor in (self.frames, self.output):
            os.close(descriptor)
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._socket.close()
        os.close(self.ended)

    def _pass_on(self) -> None:
        with suppress(OSError):  # one of the two sides is gone
            while head := self._read(_HEAD.size):
                which, size = _HEAD.unpack(head)
                self._pass_piece(self._ends.get(which), size)
        for end in self._ends.values():
            os.close(end)

    def _pass_piece(self, end: int | None, size: int) -> None:
        while size:
            piece = self._socket.recv(min(size, _CHUNK))
            if not piece:
                raise ConnectionError("the stream ended in the midst of a piece")
            size -= len(piece)
            rest = memoryview(piece)
            while rest and end is not None:
                rest = rest[os.write(end, rest) :]

    def _read(self, size: int) -> bytes:
        """So many bytes, or none where the stream has ended."""
        got = b""
        while len(got) < size:
            piece = self._socket.recv(size - len(got))
            if not piece:
                return b""
            got += piece
        return got
