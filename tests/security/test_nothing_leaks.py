"""Expected arrays never enter a box: a living child is searched for them from outside, down to its last page.

The reference answers first, in a box of the same sandbox, as in every grading; then a handin calls itself by
a name and waits in its first check, and root reads all that its process holds.
"""

import os
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from graders.answer import Arrays
from graders.bundle import Bundle
from graders.cache import ArrayCache
from graders.compare.naming import is_context
from graders.grade import grade
from graders.handin import Handin
from graders.job import Blob, GradeItem, GradeJob
from graders.report import Report
from graders.solutions import Solutions
from tests.security.canaries import Canaries
from tests.security.prey import Secrets, hostile, prey
from tests.security.searched import descriptors, found_in, named
from worker.sandbox.open import OpenSandbox

pytestmark = pytest.mark.skipif(os.geteuid() != 0, reason="only root may read the memory of a locked box")

SEED = 5
OWN, OWN_NUMBER = "a-word-of-the-handins-own", 271828.1828
EARNED = 3.0
"""By a hostile handin, which waits in one check and is right in another."""
WAITS = """
# {own}
OWN = np.full(3, {own_number})
def {check}(*_):
    libc.prctl(15, b"{name}", 0, 0, 0)
    time.sleep(4)
"""


@pytest.fixture
def bundle(canaries: Canaries) -> Bundle:
    return prey(Secrets(canaries.token))


@pytest.mark.parametrize(
    ("waiting_in", "hidden"), [("answer", False), ("triple", True)], ids=["a visible check", "a hidden check"]
)
def test_no_expected_array_is_anywhere_in_a_living_child(
    box: OpenSandbox, canaries: Canaries, bundle: Bundle, waiting_in: str, hidden: bool
):
    cache = ArrayCache()
    expected = Solutions(bundle, SEED, "numpy", "cpu", box, cache).expected()
    name = f"{canaries.mark[:10]}-{hidden:d}"
    source = WAITS.format(own=OWN, own_number=OWN_NUMBER, check=waiting_in, name=name)
    handin = Handin(hostile(source, canaries.addresses(), {}))
    with ThreadPoolExecutor(1) as grader:
        graded = grader.submit(grading, bundle, handin, box, cache)
        places, open_files = searched(name, wanted(canaries, expected))
        report = graded.result()

    for known in ("its own source", "its own array", *["the hidden exercise"] * hidden):
        assert "memory" in places.pop(known), f"the search does not see {known}"
    assert {what: where for what, where in places.items() if where} == {}
    assert open_files <= {"pipe", "/dev/null"}
    assert report.earned == EARNED


def wanted(canaries: Canaries, expected: dict[str, Arrays]) -> dict[str, bytes]:
    """What is searched for, by name."""
    secrets = Secrets(canaries.token)
    arrays = {
        f"{check}: {name}": array.tobytes()
        for check, named_arrays in expected.items()
        for name, array in named_arrays.items()
        if not is_context(name) and array.size > 2 and array.dtype == np.float64 and array.any()
    }
    assert {key.partition(":")[0] for key in arrays} >= {"double", "cube", "constants", "never"}
    return arrays | {
        "its own source": OWN.encode(),
        "its own array": np.full(3, OWN_NUMBER).tobytes(),
        "an expected number": np.float64(secrets.expected_number).tobytes(),
        "an expected number in words": repr(secrets.expected_number).encode(),
        "the reference": secrets.reference.encode(),
        "the hidden exercise": secrets.hidden.encode(),
        "the worker's secret": b"ALLCLOSE_CANARY",
    }


def grading(bundle: Bundle, handin: Handin, box: OpenSandbox, cache: ArrayCache) -> Report:
    item = GradeItem("g", 1, bundle.problem.slug, Blob(bundle.digest), SEED)
    job = GradeJob("s", "numpy", "cpu", Blob(handin.digest), (item,))
    ((_, report),) = grade(job, {bundle.digest: bundle}, handin, box, cache, lambda _: None)
    assert isinstance(report, Report)
    return report


def searched(name: str, sought: dict[str, bytes]) -> tuple[dict[str, set[str]], set[str]]:
    """Where a living child of this name has what is sought, and what it has open.

    The check is asked again, alone, once it took too long: whoever met the first child at its very end
    waits for the second.
    """
    try:
        pid = awaited(name)
        return found_in(pid, sought), descriptors(pid)
    except (ProcessLookupError, FileNotFoundError):
        pid = awaited(name)
        return found_in(pid, sought), descriptors(pid)


def awaited(name: str) -> int:
    """The process of this name, as soon as there is one."""
    for _ in range(3000):
        if pid := named(name):
            return pid
        time.sleep(0.01)
    raise AssertionError(f"no process ever called itself {name}")
