"""What a hostile handin knows and can call: a file of each, with the host's addresses put before it.

The attacker is told where everything is (ports, paths, process numbers); only the secrets themselves are not
here. Standard library only, since it runs in a box.
"""

import ctypes
import errno
import os

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long


def trying():
    """Say that the attack begins: one that never got so far proves nothing."""
    print("TRIED", flush=True)


def reached(*what):
    """Claim to have reached the goal."""
    print("REACHED", *what, flush=True)


def deed(act):
    """Do it; that it can be done at all is the goal. Returns what it gave, or None."""
    try:
        result = act()
    except BaseException as refusal:
        print("refused:", type(refusal).__name__, refusal, flush=True)
        return None
    reached(repr(result)[:200])
    return result


def call(name, *arguments):
    """A call of the C library, or of the kernel by number; raises OSError where it is refused."""
    function = libc.syscall if isinstance(name, int) else getattr(libc, name)
    given = (ctypes.c_long(name), *arguments) if isinstance(name, int) else arguments
    result = function(*given)
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{name}: {errno.errorcode.get(number, number)}")
    return result


def read(path, size=4000):
    """Say what a file holds, if it can be read."""
    try:
        with open(path, "rb") as file:
            print(path, file.read(size), flush=True)
    except OSError as refusal:
        print(path, "refused:", refusal, flush=True)


def frames():
    """The descriptor that frames are written to: the highest pipe that is open."""
    for number in range(60, 2, -1):
        try:
            if os.fstat(number).st_mode & 0o170000 == 0o010000:
                return number
        except OSError:
            continue
    raise OSError("no pipe")


def frame(kind, step, header=b"", body=b"", size=None):
    """The bytes of a frame as graders/inside/frames.py writes them."""
    import struct

    length = len(body) if size is None else size
    return struct.pack("<BxHII", kind, step, len(header), length) + header + body
