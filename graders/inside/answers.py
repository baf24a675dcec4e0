"""What an exercise answered, sent as it is: raw arrays, or what there was instead of one.

Lists and tuples of plain numbers are sent as the arrays that they spell out, with a word of what they
were. Nothing else is converted: a subclass of ndarray or an array of objects is named, not sent, for it
could run the student's code at the moment it is looked at.
"""

from collections.abc import Iterator

import numpy as np

from graders.inside.errors import MAX_LINE, clean
from graders.inside.frames import SENT, WITHHELD, Fields, FrameWriter
from graders.inside.listed import read_plainly
from graders.inside.rounds import in_round

SENDABLE = "biufcSU"
"""Kinds of dtype whose bytes are the whole value."""

_shape_of = np.ndarray.__dict__["shape"].__get__
_dtype_of = np.ndarray.__dict__["dtype"].__get__
_name_of = type.__dict__["__qualname__"].__get__
_module_of = type.__dict__["__module__"].__get__


class Answers:
    """Sends a child's answers, as long as all of them together are not gigantic."""

    def __init__(self, writer: FrameWriter, budget: int, context: bool) -> None:
        self._writer = writer
        self._budget = budget
        self._context = context

    def send(self, answer: object, asked: str = "") -> None:
        """Send `{name: array}` or `{case: {name: array}}`; raises TypeError when it is neither.

        asked: the name of the round.
        """
        for case, name, value in _entries(answer):
            if self._context or not name.startswith("_"):
                self._send_value({"case": in_round(asked, case), "name": name}, value)

    def _send_value(self, key: Fields, value: object) -> None:
        if type(value) is not np.ndarray:
            self._send_other(key, value)
        elif value.dtype.kind not in SENDABLE:
            self._writer.add(WITHHELD, key | _describe(value) | {"kind": "object"})
        elif value.nbytes > self._budget:
            self._writer.add(WITHHELD, key | _describe(value) | {"kind": "gigantic"})
        else:
            self._budget -= value.nbytes
            self._writer.add(SENT, key, encode_npy(value))

    def _send_other(self, key: Fields, value: object) -> None:
        """What is no array, as the array that it plainly is, or else by name."""
        read, described = read_plainly(value), _describe(value)
        if read is None:
            self._writer.add(WITHHELD, key | described)
        else:
            self._send_value(key | {"read_from": described["type_name"]}, read)


def encode_npy(array: np.ndarray) -> tuple[bytes, bytes]:
    """An array as header and data of a .npy file, version 1.0; Fortran order and byte order are kept.

    numpy's own writer makes the same bytes in five times the time. Source: numpy.lib.format.
    """
    fortran = array.flags.f_contiguous and not array.flags.c_contiguous
    text = f"{{'descr': '{array.dtype.str}', 'fortran_order': {fortran}, 'shape': {array.shape}, }}"
    padding = -(len(text) + 11) % 64
    header = f"{text}{' ' * padding}\n".encode("latin-1")
    preamble = b"\x93NUMPY\x01\x00" + len(header).to_bytes(2, "little")
    return preamble + header, array.tobytes("F" if fortran else "C")


def _entries(answer: object) -> Iterator[tuple[str, str, object]]:
    if not isinstance(answer, dict):
        raise TypeError(f"the exercise must return a dict of arrays, not {type(answer).__name__}")
    for key, value in answer.items():
        if isinstance(value, dict):
            yield from ((str(key), str(name), array) for name, array in value.items())
        else:
            yield "", str(key), value


def _describe(value: object) -> Fields:
    """What a value is that is no plain array, without asking the value itself."""
    kind = type(value)
    module = clean(str(_module_of(kind)), MAX_LINE).partition(".")[0]
    name = clean(_name_of(kind), MAX_LINE)
    described: Fields = {"kind": "type", "type_name": name if module == "builtins" else f"{module}.{name}"}
    if issubclass(kind, np.ndarray):
        described |= {
            "kind": "subclass",
            "dtype": str(_dtype_of(value))[:MAX_LINE],
            "shape": _shape_of(value),
        }
    return described
