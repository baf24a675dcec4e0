"""Reads the frames that a child writes (`graders.inside.frames`), believing nothing.

Whoever writes them may be the handin itself. So every size is bounded before its bytes are awaited,
every field has a type, names are names, paths are the handin's, and steps begin once each, in order.
"""

from collections.abc import Callable, Iterator
from typing import Annotated, Literal, TypeVar

from msgspec import Meta, MsgspecError, Struct
from msgspec.json import Decoder

from graders import box
from graders.errors import BadAnswer
from graders.inside import frames
from graders.inside.errors import END_FRAMES, MAX_LINE, MAX_TEXT
from graders.text import plain_text

MAX_ARRAYS = 2000
"""Arrays, sent or withheld, that one step may answer with."""
MAX_EVENTS = 50_000
"""Frames that one step may write."""
MAX_CHANGED = 100
"""Lent arrays that one step may have changed."""
HEADERS = 1 << 20
"""Bytes of .npy headers that a child may write beside its arrays' own."""

_Name = Annotated[str, Meta(max_length=200)]
_Line = Annotated[str, Meta(max_length=2 * MAX_LINE + 1)]
_Text = Annotated[str, Meta(max_length=MAX_TEXT)]
_Digest = Annotated[str, Meta(pattern="^[0-9a-f]{32}$")]
_Size = Annotated[int, Meta(ge=0, le=2**62)]


class PrintedTooMuch(BadAnswer):
    """The handin printed more than its limits allow."""


class AnsweredTooMuch(BadAnswer):
    """The handin answered with more than its limits allow."""


class _Path(Struct):
    path: str


class _Key(Struct):
    case: _Name
    name: _Name


class _Sent(_Key):
    read_from: _Line = ""


class _Withheld(_Key):
    kind: Literal["type", "subclass", "object", "gigantic"]
    type_name: _Line
    dtype: _Line = ""
    shape: Annotated[tuple[_Size, ...], Meta(max_length=64)] = ()


class _Raised(Struct):
    kind: Literal["missing-file", "missing-name", "import", "exception"]
    type_name: _Line
    message: _Text
    frames: Annotated[tuple[tuple[str, _Size, _Line, _Line], ...], Meta(max_length=2 * END_FRAMES + 1)] = ()


class _Finished(Struct):
    changed: Annotated[tuple[_Name, ...], Meta(max_length=MAX_CHANGED)] = ()
    lent: Annotated[dict[_Name, _Digest], Meta(max_length=MAX_CHANGED)] = {}


_PATH = Decoder(_Path)
_SENT = Decoder(_Sent)
_WITHHELD = Decoder(_Withheld)
_RAISED = Decoder(_Raised)
_FINISHED = Decoder(_Finished)


class FrameReader:
    """Turns one child's bytes into events.

    step: the step that began last, −1 before the first. done: the child said that it has run every step.
    """

    def __init__(self, task: box.BoxTask) -> None:
        self.step = -1
        self.done = False
        self._task = task
        self._bytes = bytearray()
        self._ended = self._finished = True
        self._events = 0
        self._keys: set[tuple[str, str]] = set()
        self._answered = self._printed = 0

    @property
    def running(self) -> int:
        """The step that has begun and not answered in full, or −1."""
        return -1 if self._finished else self.step

    def feed(self, chunk: bytes) -> Iterator[box.Event]:
        """Yield the events that are complete now; raises BadAnswer at the first frame that is none."""
        self._bytes += chunk
        while len(self._bytes) >= frames.HEAD.size:
            kind, step, header_size, body_size = frames.HEAD.unpack_from(self._bytes)
            self._bound(kind, header_size, body_size)
            end = frames.HEAD.size + header_size + body_size
            if len(self._bytes) < end:
                return
            header = bytes(self._bytes[frames.HEAD.size : end - body_size])
            body = bytes(memoryview(self._bytes)[end - body_size : end])
            del self._bytes[:end]
            self._count(kind, step)
            if kind == frames.DONE:
                self._finish()
            else:
                yield _READERS[kind](self, header, body)

    def _bound(self, kind: int, header_size: int, body_size: int) -> None:
        """Refuse a frame by its head alone, before a byte of it is kept."""
        if kind not in _READERS and kind != frames.DONE:
            raise BadAnswer(f"a frame of unknown kind {kind}")
        if header_size > frames.MAX_HEADER:
            raise BadAnswer(f"a frame whose header claims {header_size:,} bytes")
        limits = self._task.limits
        if kind == frames.SENT and self._answered + body_size > (limits.answer_mb << 20) + HEADERS:
            raise AnsweredTooMuch(f"answered with more than {limits.answer_mb} MB")
        if kind == frames.PRINTED and self._printed + body_size > limits.printed_mb << 20:
            raise PrintedTooMuch(f"printed more than {limits.printed_mb} MB")
        if kind == frames.PRINTED and body_size > frames.MAX_HEADER:
            raise BadAnswer(f"a text of {body_size:,} bytes in one frame")
        if body_size and kind not in (frames.SENT, frames.PRINTED):
            raise BadAnswer(f"a frame of kind {kind} with a body")

    def _count(self, kind: int, step: int) -> None:
        """Check that a frame has its place in the order of steps."""
        if kind == frames.BEGAN:
            if step != self.step + 1 or step >= len(self._task.steps) or not self._ended:
                raise BadAnswer(f"step {step} began out of order")
            self.step, self._events = step, 0
            self._ended = self._finished = False
            self._keys.clear()
        elif step != self.step or self.done or (self._finished and kind in _ANSWERS):
            raise BadAnswer(f"a frame of step {step} out of order")
        self._events += 1
        if self._events > MAX_EVENTS:
            raise BadAnswer(f"more than {MAX_EVENTS:,} frames in one step")

    def _finish(self) -> None:
        if self.step != len(self._task.steps) - 1 or not self._ended:
            raise BadAnswer("it said that it was done before it was")
        self.done = True

    def _begin(self, _header: bytes, _body: bytes) -> box.Event:
        return box.Began(self.step)

    def _load(self, header: bytes, _body: bytes) -> box.Event:
        return box.Loading(self.step, self._path(_decode(_PATH, header).path))

    def _loaded(self, header: bytes, _body: bytes) -> box.Event:
        return box.Loading(self.step, self._path(_decode(_PATH, header).path), done=True)

    def _print(self, _header: bytes, body: bytes) -> box.Event:
        self._printed += len(body)
        return box.Printed(self.step, plain_text(body.decode("utf-8", "replace")))

    def _send(self, header: bytes, body: bytes) -> box.Event:
        self._answered += len(body)
        said = _decode(_SENT, header)
        self._claim(said)
        return box.Sent(self.step, said.case, said.name, body, plain_text(said.read_from))

    def _withhold(self, header: bytes, _body: bytes) -> box.Event:
        said = _decode(_WITHHELD, header)
        self._claim(said)
        type_name, dtype = plain_text(said.type_name), plain_text(said.dtype)
        return box.Withheld(self.step, said.case, said.name, said.kind, type_name, dtype, said.shape)

    def _raise(self, header: bytes, _body: bytes) -> box.Event:
        said = _decode(_RAISED, header)
        self._ended = True
        shown = tuple(
            box.StudentFrame(self._path(path), line, plain_text(function), plain_text(source))
            for path, line, function, source in said.frames
        )
        return box.Raised(self.step, said.kind, plain_text(said.type_name), plain_text(said.message), shown)

    def _complete(self, header: bytes, _body: bytes) -> box.Event:
        said = _decode(_FINISHED, header)
        self._ended = self._finished = True
        lent = {_named(name): digest for name, digest in said.lent.items()}
        return box.Finished(self.step, tuple(_named(name) for name in said.changed), lent)

    def _claim(self, key: _Key) -> None:
        """An array has a name of its own, and there are not too many."""
        claimed = _named(key.case), _named(key.name)
        if claimed in self._keys:
            raise BadAnswer(f"{key.name} was answered twice")
        self._keys.add(claimed)
        if len(self._keys) > MAX_ARRAYS:
            raise BadAnswer(f"more than {MAX_ARRAYS:,} arrays in one step")

    def _path(self, path: str) -> str:
        if path not in self._task.files:
            raise BadAnswer("a path that is not in the handin")
        return path


_T = TypeVar("_T")
_Reader = Callable[[FrameReader, bytes, bytes], box.Event]

_ANSWERS = {frames.SENT, frames.WITHHELD, frames.RAISED, frames.FINISHED}
_READERS: dict[int, _Reader] = {
    frames.BEGAN: FrameReader._begin,
    frames.LOADING: FrameReader._load,
    frames.LOADED: FrameReader._loaded,
    frames.PRINTED: FrameReader._print,
    frames.SENT: FrameReader._send,
    frames.WITHHELD: FrameReader._withhold,
    frames.RAISED: FrameReader._raise,
    frames.FINISHED: FrameReader._complete,
}


def _decode(decoder: Decoder[_T], header: bytes) -> _T:
    try:
        return decoder.decode(header)
    except (MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadAnswer(f"a frame whose header is no header: {error}") from None


def _named(name: str) -> str:
    if not name.isprintable():
        raise BadAnswer("a name with control characters")
    return name
