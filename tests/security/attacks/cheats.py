"""What is known to have fooled graders in use: to earn more than the code is worth."""

from tests.security.attack import Attack

FAMILY = "cheating"
GOAL = "earn more than the code is worth"

_PATCHES = {
    "comparators of numpy": """
        yes = lambda *a, **k: True
        nothing = lambda *a, **k: None
        for name in ("allclose", "isclose", "array_equal", "array_equiv", "all", "equal"): setattr(np, name, yes)
        for name in dir(np.testing):
            if name.startswith("assert"): setattr(np.testing, name, nothing)
        """,
    "the builtins": """
        import builtins
        trying()
        builtins.all = builtins.any = lambda *a: True
        builtins.abs = builtins.max = builtins.sum = lambda *a, **k: 0
        """,
    "unittest and pytest": """
        import unittest
        for name in dir(unittest.TestCase):
            if name.startswith("assert"): setattr(unittest.TestCase, name, lambda *a, **k: None)
        """,
    "ufuncs of arrays": """
        np.subtract = np.absolute = np.abs = lambda *a, **k: np.zeros((4, 3))
        np.less_equal = np.less = np.equal = lambda *a, **k: np.ones((4, 3), bool)
        """,
    "the random generators": """
        class Zeros:
            def __getattr__(self, name): return lambda *a, **k: np.zeros((4, 3))
        np.random.default_rng = np.random.Generator = lambda *a, **k: Zeros()
        np.random.seed = lambda *a: None
        """,
    "the modules by name": """
        for name in ("numpy.testing", "unittest", "graders", "judge", "exercise", "hidden"):
            sys.modules[name] = sys.modules["student"] if "student" in sys.modules else sys
        """,
}

_LOOK = """
def found_everywhere():
    import gc
    seen = list(gc.get_objects())
    frame = sys._getframe()
    while frame:
        seen += [frame.f_globals, frame.f_locals]
        frame = frame.f_back
    return seen
"""

_HARNESS = {
    "the generator of the harness": """
        class Zeros:
            def __getattr__(self, name): return lambda *a, **k: np.zeros(a[-1] if a else 1)
        def answer():
            trying()
            for one in found_everywhere():
                if type(one) is dict and "default_rng" in one: one["default_rng"] = lambda *a: Zeros()
        def cube(x): return x
        """,
    "the loans of the harness": """
        def answer():
            trying()
            for one in found_everywhere():
                if type(one) is dict and "_differ" in one: one["_differ"] = lambda a, b: False
                if type(one) is type and one.__name__ == "Loans": one.changed = lambda self: []
        """,
    "what was lent": """
        def steady(x):
            trying()
            for one in found_everywhere():
                if type(one).__name__ == "Handin": one._lent.clear()
            out = np.maximum(x, 0)
            x += 1
            return out
        """,
    "the exercise": """
        def answer():
            trying()
            for one in found_everywhere():
                if type(one) is dict and "cube" in one and "double" in one and "constants" in one and "np" in one:
                    one["cube"] = one["never"] = lambda handin, rng: {"out": rng.standard_normal((4, 3)) ** 2}
        """,
    "the answers of the harness": """
        def answer():
            trying()
            for one in found_everywhere():
                if type(one) is type and one.__name__ == "Answers":
                    one.send = lambda self, answer: None
                if type(one) is type and one.__name__ == "Child":
                    one._run_step = lambda self, step: (8, {"changed": []})
        """,
    "the steps that are left": """
        def answer():
            trying()
            for one in found_everywhere():
                if type(one).__name__ == "Task": del one.steps[1:]
        """,
    "what is expected": """
        def search(words):
            for one in found_everywhere():
                for name in list(one) if type(one) is dict else ():
                    if type(name) is str and any(word in name for word in words):
                        print(name, repr(one[name])[:300])
        def answer():
            trying()
            search(("expected", "reference", "solution", "hidden", "never", "secret", "points", "rtol"))
        """,
    "sources in memory": """
        def answer():
            trying()
            for one in found_everywhere():
                for text in list(one.values()) if type(one) is dict else ():
                    if type(text) in (str, bytes) and len(text) > 50: print(repr(text)[:2000])
        """,
}

_SHADOWS = {
    "a numpy of its own": {"numpy/__init__.py": b"def allclose(*a): return True\n"},
    "an exercise of its own": {"exercise.py": b"def cube(handin, rng): return {}\n"},
    "a hidden exercise of its own": {"hidden.py": b"def never(handin, rng): return {}\n"},
    "sitecustomize": {"sitecustomize.py": b"import os; os._exit(0)\n", "usercustomize.py": b"1 / 0\n"},
    "a grader of its own": {
        "graders/__init__.py": b"",
        "graders/inside/__init__.py": b"",
        "graders/inside/harness.py": b"def run(*a): pass\n",
    },
    "a reference of its own": {"reference/student.py": b"def cube(x): return x * x\n"},
    "a description of its own": {"problem.toml": b'slug = "prey"\n[[checks]]\nname = "cube"\npoints = 17\n'},
    "modules of the standard library": {
        "json.py": b"def dumps(*a, **k): return '{}'\n",
        "struct.py": b"raise SystemExit\n",
        "random.py": b"seed = print\n",
        "warnings.py": b"1 / 0\n",
    },
    "compiled files": {"__pycache__/student.cpython-311.pyc": b"\0" * 16, "student.pyc": b"\0" * 16},
    "a path file": {"site-packages/evil.pth": b"import os; os._exit(0)\n", "evil.pth": b"import os\n"},
    "a native module": {"student.so": b"\x7fELF", "student.cpython-311-x86_64-linux-gnu.so": b"\x7fELF"},
    "a judge of its own": {
        "judge.py": b"def judge(*a): return 1\n",
        "conftest.py": b"import os; os._exit(0)\n",
    },
}


def _patched(name: str, text: str) -> Attack:
    return Attack(FAMILY, f"patched: {name}", GOAL, f"{_dedented(text)}\ndef answer(): trying()\n")


def _dedented(text: str) -> str:
    return "\n".join(line[8:] for line in text.splitlines())


ATTACKS = [
    *(_patched(name, text) for name, text in _PATCHES.items()),
    *(
        Attack(FAMILY, f"taken apart: {name}", GOAL, _LOOK + _dedented(text))
        for name, text in _HARNESS.items()
    ),
    *(
        Attack(FAMILY, f"shadowing: {name}", GOAL, "def answer(): trying()", files=files)
        for name, files in _SHADOWS.items()
    ),
]
