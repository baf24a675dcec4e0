# ruff: noqa: T201  # printing is what is tested
import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graders.inside import output
from graders.inside.frames import HEAD, PRINTED, FrameWriter
from graders.inside.output import SHOWN, StandardStreams


class Reader:
    """A child's standard streams, and what they wrote so far."""

    def __init__(self) -> None:
        self._read_end, write_end = os.pipe()
        os.set_blocking(self._read_end, False)
        self.writer = FrameWriter(write_end)
        self.streams = StandardStreams(self.writer, Path("/box"))

    def texts(self) -> list[str]:
        """The frames that have arrived, and arrived they must have."""
        try:
            content = os.read(self._read_end, 1 << 20)
        except BlockingIOError:
            return []
        found = []
        while content:
            kind, _, header, size = HEAD.unpack_from(content)
            assert (kind, header) == (PRINTED, 0)
            found.append(content[HEAD.size : HEAD.size + size].decode())
            content = content[HEAD.size + size :]
        return found

    def end_step(self) -> str:
        self.streams.end_step()
        self.writer.tell(PRINTED)
        return "".join(self.texts())


@contextmanager
def printing() -> Iterator[Reader]:
    """Print into frames, and afterwards where pytest listens again."""
    before = sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__
    child = Reader()
    child.streams.install()
    try:
        yield child
    finally:
        sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__ = before  # type: ignore[misc]


def test_both_streams_come_in_order():
    with printing() as child:
        print("out")
        print("err", file=sys.stderr)
        sys.stdout.write("unended")

        assert child.end_step() == "out\nerr\nunended"


def test_a_burst_costs_few_frames():
    with printing() as child:
        for number in range(300):
            print("step", number)
        texts = child.texts()
        rest = child.end_step()

        assert len(texts) < 10
        assert "".join(texts) + rest == "".join(f"step {number}\n" for number in range(300))


def test_slow_text_is_passed_on_at_once(monkeypatch: pytest.MonkeyPatch):
    with printing() as child:
        monkeypatch.setattr(output, "QUIET_SECONDS", 0.0)
        print("still alive")

        assert child.texts() == ["still alive\n"]


def test_what_nobody_will_read_is_counted():
    with printing() as child:
        for _ in range(100):
            print("x" * 999)

        assert child.end_step().endswith(f"x\n\n… and {100_000 - SHOWN:,} more characters\n")
        print("the next step may print again")
        assert child.end_step() == "the next step may print again\n"


def test_what_is_shown_ends_with_a_whole_character():
    with printing() as child:
        print("a" + "漢" * SHOWN, end="")

        assert "漢\n… and " in "".join(child.texts()) + child.end_step()


def test_half_a_surrogate_pair_can_be_printed():
    with printing() as child:
        print("\ud800", b"\xff".decode("utf-8", "surrogateescape"))

        assert child.end_step() == "\\ud800 \\udcff\n"


def test_the_folder_of_the_box_is_left_out():
    with printing() as child:
        print("/box/mytorch/loss.py:3: RuntimeWarning: overflow")

        assert child.end_step() == "mytorch/loss.py:3: RuntimeWarning: overflow\n"


def test_a_handin_may_wrap_replace_and_close_the_streams():
    with printing() as child:
        sys.stdout = io.TextIOWrapper(sys.stdout.buffer, "ascii", errors="replace")
        print("wrapped ü", flush=True)
        sys.stdout.close()
        assert child.end_step() == "wrapped ?\n"

        child.streams.install()
        print("as if nothing had happened")
        assert child.end_step() == "as if nothing had happened\n"
