"""Malformed streams of frames, graded to their end: always a report, and never a point.

Each stream comes from a whole one whose arrays are all wrong, so that no damage can make it right.
"""

import json
import os
from collections.abc import Iterator
from contextlib import ExitStack

import numpy as np
from hypothesis import strategies as st

from graders.box import BoxTask, Event, Sandbox
from graders.bundle import Bundle
from graders.cache import ArrayCache
from graders.grade import grade
from graders.handin import Handin
from graders.inside import frames
from graders.job import Blob, GradeItem, GradeJob
from graders.report import Report, Verdict
from graders.solutions import Solutions
from tests.fuzz.damage import damaged
from tests.fuzz.watching import Watch
from tests.security.prey import Secrets, prey
from worker.sandbox.reading import Child, Exit, watch

MOST = 60_000
"""Bytes of a stream: what a pipe holds without anybody reading it yet."""
PATH = "student.py"
DTYPES = ("<f8", "<f4", ">f8", "<i8", "|b1", "<c16", "|S3", "<U2", "<f2", "|O")
SHAPES = ((4, 3), (0, 3), (1, 3), (3,), (), (2, 2), (1,) * 32, (2**40, 0))


def frame(kind: int, step: int, header: bytes = b"", body: bytes = b"") -> bytes:
    """One frame."""
    return frames.HEAD.pack(kind, step % 256, len(header), len(body)) + header + body


@st.composite
def npys(draw: st.DrawFn) -> bytes:
    """The bytes of an array that is nobody's answer, or nearly an array's."""
    shape, dtype = draw(st.sampled_from(SHAPES)), draw(st.sampled_from(DTYPES))
    head = f"{{'descr': '{dtype}', 'fortran_order': {draw(st.booleans())}, 'shape': {shape!r}, }}".encode()
    count = int(np.prod(shape, dtype=object)) * np.dtype(dtype).itemsize
    whole = b"\x93NUMPY\x01\x00" + (118).to_bytes(2, "little") + head.ljust(117) + b"\n" + bytes(count)
    return draw(st.just(whole) | damaged(st.just(whole)))


@st.composite
def streams(draw: st.DrawFn) -> bytes:
    """What a child of seven steps may write, whole or damaged."""
    written = []
    for step in range(7):
        written += [frame(frames.BEGAN, step), frame(frames.LOADING, step, _json(path=PATH))]
        written += [frame(frames.PRINTED, step, body=draw(st.binary(max_size=30)))]
        for name in draw(st.lists(st.sampled_from(("out", "letter", "number", "_x", "\x1b")), max_size=3)):
            written.append(frame(frames.SENT, step, _json(case="", name=name), draw(npys())))
        end = draw(st.sampled_from(("finished", "raised", "nothing")))
        if end == "finished":
            written.append(frame(frames.FINISHED, step, _json(changed=[], lent={"x": "0" * 32})))
        elif end == "raised":
            shown = [[PATH, draw(st.integers(0, 99)), "f", "1 / 0"]]
            said = _json(kind="exception", type_name="E", message=draw(st.text(max_size=20)), frames=shown)
            written.append(frame(frames.RAISED, step, said))
    whole = b"".join([*written, frame(frames.DONE, 6)])
    first = frame(frames.BEGAN, 0)
    return (first + draw(st.just(whole[len(first) :]) | damaged(st.just(whole[len(first) :]))))[:MOST]


def _json(**fields: object) -> bytes:
    return json.dumps(fields).encode()


class Replay:
    """A box whose child writes these bytes, whatever it is asked, and is gone."""

    kind = "replay"

    def __init__(self, written: bytes) -> None:
        self._written = written

    def run(self, task: BoxTask) -> Iterator[Event]:
        """Watch it as a child is watched."""
        with ExitStack() as stack:
            reads, output, ended = (self._pipe(stack, data) for data in (self._written, b"", b""))
            yield from watch(task, Child(reads, output, ended, lambda: None, lambda: Exit(0)))

    def _pipe(self, stack: ExitStack, data: bytes) -> int:
        read, write = os.pipe()
        stack.callback(os.close, read)
        os.write(write, data)
        os.close(write)
        return read


class Grader:
    """Grades streams against the attacks' own problem. verdicts: the checks' reasons, by kind."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._bundle: Bundle = prey(Secrets("0" * 32))
        self._cache = ArrayCache()
        solutions = Solutions(self._bundle, 1, "numpy", "cpu", sandbox, self._cache)
        self._expected = solutions.expected()
        self.reasons: set[str] = set()

    def take(self, seen: Watch, written: bytes) -> Report:
        """Grade one; it earns nothing and is nobody's fault but its own."""
        handin = Handin({PATH: b""})
        item = GradeItem("g", 1, "prey", Blob(self._bundle.digest), 1)
        job = GradeJob("s", "numpy", "cpu", Blob(handin.digest), (item,))
        bundles = {self._bundle.digest: self._bundle}
        with seen.one():
            ((_, report),) = grade(job, bundles, handin, Replay(written), self._cache, lambda _: None)
        assert report.verdict is Verdict.FAILED, report.fault
        assert report.earned == 0
        self.reasons |= {check.explanation.kind for check in report.checks if check.explanation}
        return report
