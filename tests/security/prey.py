"""The problem that hostile handins are handed in to, what an honest handin earns of it, and what they may.

A hostile handin gets `double` right and nothing else: HONEST points. `attempt` and `linger` are where its
attacks run, and worth nothing. What it would have to steal is planted as numbers that nobody would guess.
"""

from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

from graders.archive import write_tar
from graders.bundle import Bundle, read_bundle
from tests.security.attack import Attack

TARGET = Path(__file__).with_name("target.py").read_text(encoding="utf-8")

MANIFEST = """
slug = "prey"
title = "Prey"
files = ["student.py"]

[limits]
wall_seconds = 20
memory_mb = 256
files_mb = 16
printed_mb = 4
answer_mb = 16

[[checks]]
name = "attempt"
points = 0
wall_seconds = 6

[[checks]]
name = "linger"
points = 0
wall_seconds = 0.6

[[checks]]
name = "double"
points = 3

[[checks]]
name = "cube"
points = 4

[[checks]]
name = "steady"
points = 2
inputs = "unchanged"

[[checks]]
name = "constants"
points = 3
reveal = false

[[checks]]
name = "never"
points = 5
visibility = "hidden"

[[samples]]
name = "full-marks"
earns = 17
"""

EXERCISE = """
import numpy as np

def attempt(handin, rng):
    return _array(handin, "answer")

def linger(handin, rng):
    return _array(handin, "linger")

def double(handin, rng):
    return {"out": handin.load("student.py").double(handin.lend("x", rng.standard_normal((4, 3))))}

def cube(handin, rng):
    return {"out": handin.load("student.py").cube(handin.lend("x", rng.standard_normal((4, 3))))}

def steady(handin, rng):
    x = handin.lend("x", rng.standard_normal((4, 3)))
    return {"out": handin.load("student.py").steady(x), "_x": x}

def constants(handin, rng):
    student = handin.load("student.py")
    return {"letter": np.array(student.letter()), "number": student.number()}

def _array(handin, name):
    got = getattr(handin.load("student.py"), name, lambda: None)()
    return {"out": got if type(got) is np.ndarray else np.zeros(1)}
"""

HIDDEN = """
# {hidden}
import numpy as np

def never(handin, rng):
    return {{"out": handin.load("student.py").triple({hidden_number} + rng.standard_normal((2, 2)))}}
"""

REFERENCE = """
# {reference}
import numpy as np

def answer(): return np.zeros(1)
def linger(): return np.zeros(1)
def double(x): return 2 * x
def cube(x): return x ** 3
def steady(x): return np.maximum(x, 0)
def letter(): return "b"
def number(): return np.full(3, {expected_number})
def triple(x): return 3 * x
"""

BESIDE = """
def double(x): return 2 * x
def cube(x): return x * x
def steady(x):
    out = np.maximum(x, 0)
    x += 1
    return out
def letter(): return "a"
def number(): return np.zeros(3)
def triple(x): return x + 3
"""
"""What a hostile handin holds beside its attack: only `double` is right."""

PREAMBLE = "from target import *\nimport ctypes, os, sys, time\nimport numpy as np\n"


class Secrets:
    """Words and numbers that are in the bundle and must never reach a handin.

    token: the host's own secret, which the canaries hold.
    """

    def __init__(self, token: str) -> None:
        self.token = token
        self.reference = f"reference-{token}"
        self.hidden = f"hidden-{token}"
        self.expected_number = 1e6 + int(token[:10], 16) / 1024
        self.hidden_number = 1e6 + int(token[10:20], 16) / 1024

    def leaked(self, said: str) -> list[str]:
        """Which of them are in what came out of a box, and what a handin claims in it."""
        claims = [line for line in said.splitlines() if line.startswith("REACHED")][:3]
        names = {
            "a host's secret": self.token,
            "the reference's source": self.reference,
            "the hidden exercise's source": self.hidden,
            "an expected number": repr(self.expected_number),
        }
        return claims + [f"{name} came out" for name, secret in names.items() if secret in said]


def prey(secrets: Secrets) -> Bundle:
    """The problem, with these secrets in its reference and its hidden exercise."""
    files = {
        "problem.toml": MANIFEST,
        "handout.md": "Prey.",
        "exercise.py": EXERCISE,
        "hidden.py": HIDDEN.format(**vars(secrets)),
        "reference/student.py": REFERENCE.format(**vars(secrets)),
        "starter/student.py": PREAMBLE.partition("\n")[2] + BESIDE,
    }
    return read_bundle(write_tar({path: text.encode() for path, text in files.items()}))


def hostile(source: str, addresses: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files of a hostile handin. What its source defines itself takes the place of the usual."""
    student = PREAMBLE + BESIDE + dedent(source)
    return {"student.py": student.encode(), "target.py": (addresses + TARGET).encode(), **files}


def handin_files(attack: Attack, addresses: str) -> dict[str, bytes]:
    """The files that an attack hands in."""
    return hostile(attack.source, addresses, attack.files)
