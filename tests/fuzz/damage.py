"""Real bytes with some of them changed, removed, repeated or inserted."""

from collections.abc import Callable

from hypothesis import strategies as st

Wound = Callable[[st.DrawFn, bytearray, int], None]


def _set(draw: st.DrawFn, data: bytearray, at: int) -> None:
    new = draw(st.binary(min_size=1, max_size=12))
    data[at : at + len(new)] = new


def _flip(draw: st.DrawFn, data: bytearray, at: int) -> None:
    data[at : at + 1] = bytes(byte ^ 1 << draw(st.integers(0, 7)) for byte in data[at : at + 1])


def _cut(_draw: st.DrawFn, data: bytearray, at: int) -> None:
    del data[at:]


def _drop(draw: st.DrawFn, data: bytearray, at: int) -> None:
    del data[at : at + draw(st.integers(1, 600))]


def _repeat(draw: st.DrawFn, data: bytearray, at: int) -> None:
    data[at:at] = data[at : at + draw(st.integers(1, 600))]


def _insert(draw: st.DrawFn, data: bytearray, at: int) -> None:
    data[at:at] = draw(st.binary(min_size=1, max_size=40))


def _append(draw: st.DrawFn, data: bytearray, at: int) -> None:
    data += data[at : at + draw(st.integers(1, 6000))]


WOUNDS: tuple[Wound, ...] = (_set, _flip, _cut, _drop, _repeat, _insert, _append)


@st.composite
def damaged(draw: st.DrawFn, whole: st.SearchStrategy[bytes]) -> bytes:
    """One of these, with up to four wounds."""
    data = bytearray(draw(whole))
    for _ in range(draw(st.integers(1, 4))):
        wound = draw(st.sampled_from(WOUNDS))
        wound(draw, data, draw(st.integers(0, len(data))))
    return bytes(data)
