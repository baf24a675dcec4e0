"""Memory bombs: to hold twice what a handin may, in any way that memory can be had."""

from tests.security.attack import Attack, deeds

FAMILY = "exhaustion of memory"
GOAL = "hold more memory than the problem allows"

_ENOUGH = """
ENOUGH = 600 << 20  # the problem allows 256 MiB
def hoard(more, size):
    trying()
    kept = []
    try:
        while len(kept) * size < ENOUGH: kept.append(more())
    except (MemoryError, OSError) as refusal: print("refused:", refusal)
    else: reached("600 MiB")
"""

ATTACKS = [
    *deeds(
        FAMILY,
        GOAL,
        {
            "one enormous array": "np.ones(10**10)",
            "an array of strings": "np.full(10**9, 'x' * 100)",
            "a repeated string": "'x' * 10**10",
            "an enormous number": "2 ** 10**11",
            "a list of lists": "[[] for _ in range(3 * 10**7)]",
            "a dictionary of numbers": "{n: n for n in range(10**8)}",
            "a compressed bomb": "__import__('zlib').decompress(__import__('zlib').compress(bytes(2**27)) * 1)"
            " * 8",
            "locked memory": "call('mlockall', 3)",
        },
    ),
    Attack(FAMILY, "many arrays", GOAL, _ENOUGH + "def answer(): hoard(lambda: np.ones(1 << 20), 8 << 20)"),
    Attack(
        FAMILY, "many strings", GOAL, _ENOUGH + "def answer(): hoard(lambda: bytearray(1 << 24), 1 << 24)"
    ),
    Attack(
        FAMILY,
        "shared maps",
        GOAL,
        _ENOUGH
        + """
import mmap
def more():
    one = mmap.mmap(-1, 1 << 24)
    one.write(bytes(1 << 24))
    return one
def answer(): hoard(more, 1 << 24)
""",
    ),
    Attack(
        FAMILY,
        "private maps by the C library",
        GOAL,
        _ENOUGH
        + """
libc.mmap.restype = ctypes.c_void_p
def more():
    where = libc.mmap(None, ctypes.c_size_t(1 << 24), 3, 0x22, -1, ctypes.c_long(0))
    if where in (None, 2**64 - 1): raise MemoryError
    ctypes.memset(where, 1, 1 << 24)
    return where
def answer(): hoard(more, 1 << 24)
""",
    ),
    Attack(
        FAMILY,
        "memory files",
        GOAL,
        _ENOUGH
        + """
def more():
    one = os.memfd_create("x")
    os.write(one, bytes(1 << 24))
    return one
def answer(): hoard(more, 1 << 24)
""",
    ),
    Attack(
        FAMILY,
        "System V segments",
        GOAL,
        _ENOUGH
        + """
libc.shmat.restype = ctypes.c_void_p
def more():
    one = libc.shmat(call("shmget", 0, 1 << 24, 0o1600), None, 0)
    ctypes.memset(one, 1, 1 << 24)
    return one
def answer(): hoard(more, 1 << 24)
""",
    ),
    Attack(
        FAMILY,
        "threads' stacks",
        GOAL,
        """
        import threading
        def hold(): kept.append(bytes(1)); time.sleep(1)
        kept = []
        def answer():
            trying()
            threading.stack_size(64 << 20)
            try:
                for _ in range(20): threading.Thread(target=hold, daemon=True).start()
            except (RuntimeError, MemoryError, ValueError) as refusal: print("refused:", refusal)
            else: reached("20 stacks of 64 MiB")
        """,
    ),
    Attack(
        FAMILY,
        "pipes full of bytes",
        "hold memory of the kernel's beyond a few MiB",
        """
        def answer():
            trying()
            held = 0
            try:
                while held < 64 << 20:
                    _, end = os.pipe()
                    call("fcntl", end, 1031, 1 << 20)
                    os.set_blocking(end, False)
                    held += os.write(end, bytes(1 << 20))
            except OSError as refusal: print("refused:", refusal)
            else: reached(held)
        """,
    ),
]
