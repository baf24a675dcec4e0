"""What a handin prints: real text streams over a sink that makes frames of it.

Students print hundreds of lines while they debug. That must neither fail nor slow a handin, so text
is gathered while it comes in bursts, passed on at once when it comes slowly, and only counted once a
step has printed more than anyone will read.
"""

import io
import sys
from pathlib import Path
from time import monotonic

from graders.inside.frames import PRINTED, FrameWriter

SHOWN = 20_000
"""Bytes of a step's output that are passed on."""
BURST = 4096
"""Bytes that may wait during a burst."""
QUIET_SECONDS = 0.005
"""Text that comes after so long a pause is passed on at once."""


class Printer:
    """Passes on what a step prints, up to SHOWN bytes of it, and then says how much more there was.

    root: the folder of the handin's files, whose name says nothing to a student and is left out.
    """

    def __init__(self, writer: FrameWriter, root: Path) -> None:
        self._writer = writer
        self._prefix = f"{root}/".encode()
        self._waiting: list[bytes] = []
        self._size = self._total = 0
        self._passed_on = 0.0

    def take(self, text: bytes) -> None:
        """Pass on, keep or count some UTF-8 text."""
        text = text.replace(self._prefix, b"")
        if self._total < SHOWN:
            shown = text[: SHOWN - self._total]
            # The cut may go through a character, of which nothing is shown then.
            self._waiting.append(shown if len(shown) == len(text) else shown.decode(errors="ignore").encode())
            self._size += len(text)
        self._total += len(text)
        if self._size > BURST or (self._size and monotonic() - self._passed_on > QUIET_SECONDS):
            self.pass_on()

    def pass_on(self) -> None:
        """Send what waits."""
        waiting, self._waiting, self._size = self._waiting, [], 0
        if waiting:
            self._writer.tell(PRINTED, None, waiting)
        self._passed_on = monotonic()

    def end_step(self) -> None:
        """Send the rest of a step's text; the next step may print as much again."""
        if self._total > SHOWN:
            self._waiting.append(f"\n… and {self._total - SHOWN:,} more characters\n".encode())
        if self._waiting:
            self._writer.add(PRINTED, None, self._waiting)
        self._waiting, self._size, self._total = [], 0, 0


class _Sink(io.RawIOBase):
    """The bottom of a standard stream."""

    def __init__(self, printer: Printer) -> None:
        super().__init__()
        self._printer = printer

    def writable(self) -> bool:
        return True

    def write(self, content: object, /) -> int:
        text = bytes(content)  # type: ignore[call-overload]  # any buffer
        self._printer.take(text)
        return len(text)


class StandardStreams:
    """sys.stdout and sys.stderr for a handin, made anew when it has closed or replaced them."""

    def __init__(self, writer: FrameWriter, root: Path) -> None:
        self.printer = Printer(writer, root)
        self._streams = (self._open(), self._open())

    def install(self) -> None:
        """Put working streams in place before a step."""
        if any(stream.closed or stream.buffer.closed for stream in self._streams):
            self._streams = (self._open(), self._open())
        sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__ = self._streams  # type: ignore[misc]

    def end_step(self) -> None:
        """Send what is still on its way."""
        self._drain()
        self.printer.end_step()

    def pass_on(self) -> None:
        """Send what has been printed so far; safe within a signal handler."""
        self._drain()
        self.printer.pass_on()

    def _drain(self) -> None:
        for stream in self._streams:
            try:
                stream.flush()
            except (ValueError, RuntimeError):
                continue  # closed or detached by the handin, or interrupted in the midst of a write

    def _open(self) -> io.TextIOWrapper:
        buffer = io.BufferedWriter(_Sink(self.printer))
        return io.TextIOWrapper(buffer, "utf-8", errors="backslashreplace", newline="\n", line_buffering=True)
