"""Ends of every kind: to look finished, to make our side fail, or to take others along."""

from textwrap import dedent, indent

from tests.security.attack import Attack

FAMILY = "results: early ends"
GOAL = "count as done, or as our fault, without an answer"

_DEEDS = {
    "exit status 0": "os._exit(0)",
    "exit status 7": "os._exit(7)",
    "SystemExit": "sys.exit(0)",
    "quit": "quit()",
    "KeyboardInterrupt": "raise KeyboardInterrupt",
    "GeneratorExit": "raise GeneratorExit",
    "segmentation fault": "ctypes.string_at(0)",
    "abort": "os.abort()",
    "illegal instruction": "os.kill(os.getpid(), 4); ctypes.string_at(1)",
    "killed by itself": "os.kill(os.getpid(), 9)",
    "the C library's exit": "libc.exit(0)",
    "quick_exit": "libc.quick_exit(0)",
    "a recursion in Python": """
        def deeper(): return deeper()
        deeper()
        """,
    "a recursion in C": """
        sys.setrecursionlimit(10**9)
        def deeper(x): return sorted([x], key=deeper)
        deeper(0)
        """,
    "a message that raises": """
        class Odd(Exception):
            def __str__(self): raise self
            __repr__ = __str__
        raise Odd
        """,
    "a message of 100 MB": "raise ValueError('x' * 10**8)",
    "an exception that lies about itself": """
        class Odd(Exception):
            __class__ = property(lambda self: int)
            __traceback__ = property(lambda self: 7)
            args = property(lambda self: 1 / 0)
        Odd.__name__ = Odd.__qualname__ = "x" * 10**6
        raise Odd
        """,
    "a chain of a million exceptions": """
        error = None
        for number in range(10**6):
            one = ValueError(number)
            one.__cause__ = one.__context__ = error
            error = one
        raise error
        """,
    "a syntax error of its own making": "raise SyntaxError('x', (b'student.py', 'y', 10**9, 7))",
    "a closed standard output": "sys.stdout.close(); os.close(1); os.close(2); print('x')",
    "descriptors all closed": "os.closerange(0, 300)",
    "the frames' pipe closed": "os.close(frames())",
    "the frames' pipe replaced": "os.dup2(os.pipe()[1], frames())",
    "modules removed": "sys.modules.clear()",
    "builtins removed": "__import__('builtins').__dict__.clear()",
    "the heap overwritten": "ctypes.memset(id(None), 0xff, 64)",
    "an exit while printing": """
        class Odd:
            def __str__(self): os._exit(0)
        print(Odd())
        """,
    "exit handlers": """
        import atexit
        atexit.register(lambda: os.write(frames(), frame(8, 0, b'{"changed": []}') * 3))
        sys.exit(0)
        """,
    "a destructor that exits": """
        class Odd:
            def __del__(self): os._exit(0)
        Odd()
        """,
    "a collector's callback": """
        import gc
        gc.callbacks.append(lambda *_: os._exit(0))
        gc.collect()
        """,
}


def _ending(name: str, body: str) -> Attack:
    return Attack(FAMILY, name, GOAL, f"def answer():\n    trying()\n{indent(dedent(body).strip(), '    ')}")


ATTACKS = [
    *(_ending(name, body) for name, body in _DEEDS.items()),
    Attack(FAMILY, "an exit at import", GOAL, "trying()\nos._exit(0)", earns=0),
    Attack(FAMILY, "an exit in the check", GOAL, "def answer(): trying()\ndef cube(x): os._exit(0)"),
    Attack(FAMILY, "SystemExit in the check", GOAL, "def answer(): trying()\ndef cube(x): sys.exit(0)"),
    Attack(
        FAMILY,
        "an exit from a thread",
        GOAL,
        """
        import threading
        def leave():
            time.sleep(0.02)
            os._exit(0)
        def answer():
            trying()
            threading.Thread(target=leave).start()
            time.sleep(0.5)
        """,
    ),
]
