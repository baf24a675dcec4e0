"""Whatever a child writes, the outside reads events or says BadAnswer."""

import json
from collections.abc import Iterable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graders.box import (
    Began,
    BoxTask,
    Event,
    Exercise,
    Finished,
    Loading,
    Printed,
    Raised,
    Sent,
    Step,
    StudentFrame,
    Withheld,
)
from graders.errors import BadAnswer
from graders.frames import (
    MAX_ARRAYS,
    MAX_CHANGED,
    MAX_EVENTS,
    AnsweredTooMuch,
    FrameReader,
    PrintedTooMuch,
)
from graders.inside import frames
from graders.inside.errors import MAX_TEXT
from graders.problem import Limits

TASK = BoxTask(
    runtime="numpy",
    device="cpu",
    files={"mytorch/loss.py": b""},
    exercises={"p": Exercise("")},
    steps=(Step("p", "a", 0, 1.0), Step("p", "b", 0, 1.0)),
    limits=Limits(printed_mb=1, answer_mb=1),
)


def frame(kind: int, step: int = 0, fields: object = None, body: bytes = b"") -> bytes:
    header = b"" if fields is None else fields if isinstance(fields, bytes) else json.dumps(fields).encode()
    return frames.HEAD.pack(kind, step, len(header), len(body)) + header + body


BEGAN = frame(frames.BEGAN)
OUT = frame(frames.SENT, 0, {"case": "", "name": "out"}, b"npy")
FINISHED = frame(frames.FINISHED, 0, {"changed": []})
RAISED = {"kind": "exception", "type_name": "E", "message": "m", "frames": [["mytorch/loss.py", 3, "f", "x"]]}
WHOLE = [
    BEGAN,
    frame(frames.LOADING, 0, {"path": "mytorch/loss.py"}),
    frame(frames.PRINTED, 0, body="naïve \x1b[31m".encode()),
    frame(frames.LOADED, 0, {"path": "mytorch/loss.py"}),
    OUT,
    frame(frames.SENT, 0, {"case": "c", "name": "db", "read_from": "li\x1b[31mst"}, b"npy"),
    frame(frames.WITHHELD, 0, {"case": "c", "name": "out", "kind": "type", "type_name": "list"}),
    frame(frames.FINISHED, 0, {"changed": ["x"]}),
    frame(frames.BEGAN, 1),
    frame(frames.RAISED, 1, RAISED),
    frame(frames.DONE, 1),
]
EVENTS = [
    Began(0),
    Loading(0, "mytorch/loss.py"),
    Printed(0, "naïve "),
    Loading(0, "mytorch/loss.py", done=True),
    Sent(0, "", "out", b"npy"),
    Sent(0, "c", "db", b"npy", "list"),
    Withheld(0, "c", "out", "type", "list"),
    Finished(0, ("x",)),
    Began(1),
    Raised(1, "exception", "E", "m", (StudentFrame("mytorch/loss.py", 3, "f", "x"),)),
]


def read(chunks: Iterable[bytes]) -> list[Event]:
    reader = FrameReader(TASK)
    return [event for chunk in chunks for event in reader.feed(chunk)]


@given(st.integers(1, 64))
def test_events_do_not_depend_on_how_the_bytes_are_cut(size: int):
    content = b"".join(WHOLE)

    assert read(content[start : start + size] for start in range(0, len(content), size)) == EVENTS


def test_the_reader_knows_when_all_is_said():
    reader = FrameReader(TASK)
    assert reader.running == -1
    for content, running in zip(WHOLE, [0, 0, 0, 0, 0, 0, 0, -1, 1, 1, 1], strict=True):
        assert not reader.done
        list(reader.feed(content))
        assert reader.running == running
    assert reader.done


def test_what_came_before_nonsense_is_heard():
    reader = FrameReader(TASK)
    events = reader.feed(BEGAN + OUT + b"\xff" * 12)

    assert [next(events), next(events)] == EVENTS[:1] + EVENTS[4:5]
    with pytest.raises(BadAnswer, match="unknown kind 255"):
        next(events)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ([FINISHED], "out of order"),
        ([frame(frames.BEGAN, 1)], "step 1 began out of order"),
        ([BEGAN, BEGAN], "step 0 began out of order"),
        ([BEGAN, frame(frames.BEGAN, 1)], "step 1 began out of order"),
        ([BEGAN, FINISHED, FINISHED], "out of order"),
        ([BEGAN, FINISHED, OUT], "out of order"),
        ([BEGAN, frame(frames.PRINTED, 1)], "a frame of step 1 out of order"),
        ([BEGAN, FINISHED, frame(frames.DONE, 0)], "done before it was"),
        ([*WHOLE, frame(frames.BEGAN, 2)], "step 2 began out of order"),
        ([*WHOLE, frame(frames.PRINTED, 1)], "out of order"),
        ([BEGAN, OUT, OUT], "out was answered twice"),
        ([BEGAN, frame(frames.LOADING, 0, {"path": "/etc/passwd"})], "not in the handin"),
        ([BEGAN, frame(frames.SENT, 0, {"case": "", "name": "\x1b[2J"})], "control characters"),
        ([BEGAN, frame(frames.SENT, 0, {"case": "", "name": "x" * 201})], "no header"),
        ([BEGAN, frame(frames.SENT, 0, {"case": "", "name": 7})], "no header"),
        ([BEGAN, frame(frames.SENT, 0, b"[" * 100_000)], "no header"),
        ([BEGAN, frame(frames.SENT, 0, b'{"case": "", "name": "\xff"}')], "no header"),
        ([BEGAN, frame(frames.SENT, 0, b'{"case": "", "name": "\\ud800"}')], "no header"),
        ([BEGAN, frame(frames.RAISED, 0, RAISED | {"message": "x" * (MAX_TEXT + 1)})], "no header"),
        ([BEGAN, frame(frames.RAISED, 0, RAISED | {"frames": RAISED["frames"] * 18})], "no header"),
        ([BEGAN, frame(frames.FINISHED, 0, {"changed": ["x"] * (MAX_CHANGED + 1)})], "no header"),
        ([BEGAN, frame(frames.FINISHED, 0, {"changed": []}, b"body")], "with a body"),
        ([BEGAN, frames.HEAD.pack(frames.SENT, 0, 1 << 30, 0)], "header claims 1,073,741,824 bytes"),
        ([BEGAN, frames.HEAD.pack(frames.SENT, 0, 0, 1 << 31)], "answered with more than 1 MB"),
        ([BEGAN, frames.HEAD.pack(frames.PRINTED, 0, 0, 1 << 19)], "a text of 524,288 bytes"),
        ([BEGAN, frames.HEAD.pack(frames.PRINTED, 0, 0, 1 << 31)], "printed more than 1 MB"),
    ],
)
def test_nonsense_is_refused_with_a_reason(content: list[bytes], reason: str):
    with pytest.raises(BadAnswer, match=reason):
        read(content)


def test_floods_are_bounded():
    text = frame(frames.PRINTED, 0, body=b"x" * 1000)
    array = b"x" * 100_000
    with pytest.raises(PrintedTooMuch):
        read([BEGAN, *[text] * 1100])
    with pytest.raises(AnsweredTooMuch):
        read([BEGAN, *(frame(frames.SENT, 0, {"case": "", "name": f"{n}"}, array) for n in range(30))])
    with pytest.raises(BadAnswer, match=f"more than {MAX_ARRAYS:,} arrays"):
        read([BEGAN, *(frame(frames.SENT, 0, {"case": "", "name": f"{n}"}) for n in range(MAX_ARRAYS + 1))])
    with pytest.raises(BadAnswer, match=f"more than {MAX_EVENTS:,} frames"):
        read([BEGAN, *[frame(frames.PRINTED, 0)] * MAX_EVENTS])


@given(st.lists(st.binary(max_size=200), max_size=20))
def test_garbage_gives_events_or_bad_answer(chunks: list[bytes]):
    with suppress(BadAnswer):
        assert read([BEGAN, *chunks])[0] == Began(0)


FIELDS = st.sampled_from(("path", "case", "name", "kind", "type_name", "message", "frames", "changed"))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(FIELDS, inner),
    max_leaves=5,
)


@given(st.lists(st.tuples(st.integers(0, 10), st.integers(0, 2), JSON, st.binary(max_size=9)), max_size=9))
def test_frames_of_any_fields_give_events_or_bad_answer(written: list[tuple[int, int, object, bytes]]):
    with suppress(BadAnswer):
        assert read([BEGAN, *(frame(*one) for one in written)])[0] == Began(0)


@given(st.integers(0, 10_000), st.binary(min_size=1, max_size=4))
def test_a_frame_damaged_anywhere_gives_events_or_bad_answer(place: int, damage: bytes):
    content = b"".join(WHOLE)
    place %= len(content)
    with suppress(BadAnswer):
        assert len(read([content[:place], damage, content[place + len(damage) :]])) <= len(EVENTS)


def test_a_frame_is_not_awaited_beyond_the_size_it_claims():
    claimed = frames.HEAD.pack(frames.SENT, 0, 0, 1 << 20)

    with pytest.raises(BadAnswer):
        read([BEGAN + claimed, *[b"\xff" * 65536] * 17])
