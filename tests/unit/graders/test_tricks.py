"""A handin that cheats in its own process earns nothing: what it would have to forge is not there."""

import pytest

from graders.bundle import Bundle
from graders.report import Verdict
from tests.unit.graders.graded import check, graded, why
from tests.unit.graders.problems import write_problem


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return write_problem(tmp_path_factory.mktemp("doubling"))


TRICKS = {
    "patched allclose": "import numpy\nnumpy.allclose = lambda *a, **k: True\ndef double(x): return x",
    "lying equality": """
import numpy
class Yes(numpy.ndarray):
    def __eq__(self, other): return True
    def __array_function__(self, *a, **k): return True
def double(x): return (0 * x).view(Yes)
LETTER = Yes(0)
""",
    "reading the caller": """
import sys, numpy
def double(x):
    frame, found = sys._getframe(), []
    while frame:
        found += [v for v in frame.f_locals.values() if isinstance(v, numpy.ndarray)]
        found += [v for v in frame.f_globals.values() if isinstance(v, numpy.ndarray)]
        frame = frame.f_back
    return found[-1] if found else x
LETTER = 'a'
""",
    "frozen dice": """
import numpy
numpy.random.default_rng = lambda *a: type('R', (), {'standard_normal': lambda self, n: numpy.zeros(n)})()
def double(x): return numpy.zeros_like(x)
LETTER = 'a'
""",
    "the harness taken apart": """
import gc, sys
from graders.inside import frames, handin
handin.Handin.changed = lambda self: []
for thing in gc.get_objects():
    if isinstance(thing, frames.FrameWriter):
        thing.tell(frames.FINISHED, {"changed": []})
def double(x): return x
""",
}  # fmt: skip


@pytest.mark.parametrize("trick", TRICKS)
def test_a_trick_earns_nothing(bundle: Bundle, trick: str):
    report = graded(bundle, TRICKS[trick])

    assert report.earned == 0
    assert report.verdict is Verdict.FAILED


HIDES = """
from graders.inside import loans
loans.Loans.changed = lambda self: []
def double(x):
    out = 2 * x
    x += 1
    return out
"""


def test_an_input_written_into_is_seen_however_it_is_hidden(bundle: Bundle):
    report = graded(bundle, HIDES)

    assert check(report, "number").earned == 2
    assert check(report, "matrix").earned == 0
    assert "Your code writes into its input `x`" in why(report, "matrix")
