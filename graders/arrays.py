"""The gate: the only place where bytes from a box become an array."""

import math
import re

import numpy as np
from numpy.typing import NDArray

from graders.errors import BadAnswer

MAX_HEADER = 4096
"""Bytes of a .npy header; 32 dimensions of 15 digits need a tenth of it."""

_MAGIC = b"\x93NUMPY\x01\x00"
_HEADER = re.compile(
    rb"\{'descr': '(?P<dtype>[<>|][biufcSU]\d{1,6})', 'fortran_order': (?P<fortran>True|False), "
    rb"'shape': \((?P<shape>(?:\d{1,15},(?: \d{1,15},?)*|\d{1,15}(?:, \d{1,15})+)?)\), \} *\n"
)


def read_array(npy: bytes) -> NDArray[np.generic]:
    """The array in the bytes of a .npy file, version 1.0: a read-only view of them.

    Numbers, truth values and strings only, whatever their byte order and memory order; nothing is
    unpickled, and nothing is allocated for a size that the bytes do not bear out. Raises BadAnswer.
    """
    start = 10 + int.from_bytes(npy[8:10], "little")
    if npy[:8] != _MAGIC or start > MAX_HEADER or start > len(npy):
        raise BadAnswer("its bytes do not begin as an array's do")
    header = _HEADER.fullmatch(npy, 10, start)
    if header is None:
        raise BadAnswer("its header does not describe an array of numbers, truth values or strings")
    dtype = _read_dtype(header["dtype"])
    shape = tuple(int(size) for size in header["shape"].split(b",") if size.strip())
    if math.prod(shape) * dtype.itemsize != len(npy) - start:
        raise BadAnswer(
            f"its header claims shape {shape} of {dtype}, its data are {len(npy) - start:,} bytes"
        )
    flat = np.frombuffer(npy, np.uint8, offset=start)
    _check_values(flat, dtype)
    try:
        return flat.view(dtype).reshape(shape, order="F" if header["fortran"] == b"True" else "C")
    except ValueError as error:
        raise BadAnswer(f"its header claims an impossible shape: {error}") from None


def _read_dtype(text: bytes) -> np.dtype[np.generic]:
    try:
        dtype = np.dtype(text.decode())
    except TypeError:
        raise BadAnswer(f"its header names a dtype that there is not: {text.decode()}") from None
    if dtype.itemsize == 0:
        raise BadAnswer("its header names a dtype whose elements have no bytes")
    return dtype


def _check_values(flat: NDArray[np.uint8], dtype: np.dtype[np.generic]) -> None:
    """Refuse bytes that are no value of their dtype, before anything is asked of such a value."""
    if dtype.kind == "b" and flat.size and flat.max() > 1:
        raise BadAnswer("it holds truth values that are neither true nor false")
    if dtype.kind == "U":
        codes = flat.view(np.dtype(np.uint32).newbyteorder(dtype.byteorder))
        if bool(((codes > 0x10FFFF) | ((codes >= 0xD800) & (codes < 0xE000))).any()):
            raise BadAnswer("it holds strings that are no text")
