"""System V shared memory, for which Python has no module: a segment that anybody of this machine may use."""

import ctypes
from pathlib import Path
from typing import Self

_libc = ctypes.CDLL(None, use_errno=True)
_libc.shmat.restype = ctypes.c_void_p
_libc.shmat.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_int]
_libc.shmdt.argtypes = [ctypes.c_void_p]
_CREATE, _REMOVE, _SIZE = 0o1000, 0, 4096
_KINDS = ("shm", "sem", "msg")


class SharedMemory:
    """One page under a key, removed at the end."""

    def __init__(self, key: int, text: str) -> None:
        self._id = _libc.shmget(key, _SIZE, _CREATE | 0o666)
        assert self._id >= 0, f"shmget: errno {ctypes.get_errno()}"
        self._address = _libc.shmat(self._id, None, 0)
        ctypes.memmove(self._address, text.encode() + b"\0", len(text) + 1)

    def content(self) -> bytes:
        """The text in it now."""
        return ctypes.string_at(self._address)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        _libc.shmdt(self._address)
        _libc.shmctl(self._id, _REMOVE, None)


def keys_in_use() -> set[int]:
    """The keys of every System V object that this machine's own namespace holds."""
    tables = (Path("/proc/sysvipc", kind).read_text().splitlines()[1:] for kind in _KINDS)
    return {int(line.split()[0]) for table in tables for line in table}
