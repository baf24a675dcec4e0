"""A check that is held to the reference's cost is measured alone, and asked twice before it loses."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import graders.hearing
from graders.box import Began, BoxTask, End, Ended, Event, Finished, Sent, Used
from graders.bundle import Bundle
from graders.cache import ArrayCache
from graders.grade import grade
from graders.handin import Handin
from graders.inside.answers import encode_npy
from graders.job import Blob, GradeItem, GradeJob
from graders.report import CheckReport, Report, Verdict
from graders.solutions import RUNS
from tests.unit.graders.problems import MANIFEST, REFERENCE, write_problem

MIB = 1 << 20
LEISURELY = MANIFEST.replace("wall_seconds = 2", "wall_seconds = 10")
WORDS = "points = 2\ntimes_reference = 20\nmemory_times_reference = 4"
RELATIVE = LEISURELY.replace("points = 2", WORDS, 1)


class ClockedSandbox:
    """Every check answers at once, and `measured` takes what it is told to: (seconds, bytes), run by run.

    The last of a list is taken again and again. reference_ends: of how many of its runs the reference comes
    to the end. children: of each child whose it was, and its checks. exercises: the checks, and the texts.
    """

    kind = "clocked"

    def __init__(
        self,
        reference: list[tuple[float, int]],
        student: list[tuple[float, int]],
        measured: str = "number",
        reference_ends: int = 100,
    ) -> None:
        self.now = 0.0
        self.children: list[tuple[str, list[str]]] = []
        self.exercises: list[tuple[list[str], list[str]]] = []
        self._costs = {"reference": list(reference), "student": list(student)}
        self.measured = measured
        self._ends = reference_ends

    def monotonic(self) -> float:
        return self.now

    def run(self, task: BoxTask) -> Iterator[Event]:
        whose, checks = "reference" if task.context else "student", [step.check for step in task.steps]
        self.children.append((whose, checks))
        self.exercises.append((checks, [exercise.source for exercise in task.exercises.values()]))
        peak = 0
        for step, check in enumerate(checks):
            yield Began(step)
            if check == self.measured:
                seconds, peak = self._next(whose)
                self.now += seconds
                if whose == "reference" and not self._ends:
                    yield Ended(End.WALL, step)
                    return
                self._ends -= whose == "reference"
            wrong = whose == "student" and b"wrong" in task.files["double.py"]
            array = np.full(3, 2.0 if wrong else 1.0)
            yield Sent(step, "", "letter" if check == "secret" else "out", b"".join(encode_npy(array)))
            yield Finished(step)
        yield Ended(End.DONE, used=Used(peak_bytes=peak))

    def _next(self, whose: str) -> tuple[float, int]:
        costs = self._costs[whose]
        return costs.pop(0) if len(costs) > 1 else costs[0]


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    return write_problem(tmp_path_factory.mktemp("relative"), manifest=RELATIVE)


@pytest.fixture
def graded(bundle: Bundle, monkeypatch: pytest.MonkeyPatch):
    def run(
        sandbox: ClockedSandbox,
        source: str = REFERENCE,
        bundle: Bundle = bundle,
        cache: ArrayCache | None = None,
    ) -> Report:
        monkeypatch.setattr(graders.hearing, "monotonic", sandbox.monotonic)
        handin = Handin({"double.py": source.encode()})
        item = GradeItem("g", 1, "doubling", Blob(bundle.digest), 5)
        job = GradeJob("s", "numpy", "cpu", Blob(handin.digest), (item,))
        told = grade(job, {bundle.digest: bundle}, handin, sandbox, cache or ArrayCache(), [].append)
        [(_, report)] = told
        return report

    return run


def number(report: Report) -> CheckReport:
    [check] = [check for check in report.checks if check.name == "number"]
    return check


def alone(sandbox: ClockedSandbox) -> list[str]:
    """Whose children they were that ran what is measured and nothing beside it."""
    return [whose for whose, checks in sandbox.children if checks == [sandbox.measured]]


def test_it_is_asked_alone_and_passes_within_what_is_allowed(graded):
    sandbox = ClockedSandbox([(0.1, 20 * MIB)], [(1.9, 79 * MIB)])
    report = graded(sandbox)

    assert report.earned == 12
    assert number(report).notes == ()
    assert alone(sandbox) == ["reference"] * RUNS + ["student"]
    assert sum("number" in checks for _, checks in sandbox.children) == RUNS + 1


def test_what_is_slow_twice_loses_and_is_told_why(graded):
    sandbox = ClockedSandbox([(0.1, 20 * MIB)], [(4.1, 20 * MIB), (4.2, 20 * MIB)])
    report = graded(sandbox)
    lost = number(report)

    assert (lost.verdict, lost.earned, report.earned) == (Verdict.FAILED, 0, 10)
    assert lost.explanation
    assert lost.explanation.kind == "time"
    assert lost.explanation.sentence.startswith(
        "A number took 4.2 s; the reference takes 0.1 s, and 20 times as long is allowed (2 s): "
    )
    assert alone(sandbox) == ["reference"] * RUNS + ["student", "reference", "student"]


def test_what_needs_too_much_memory_loses_too(graded):
    report = graded(ClockedSandbox([(0.1, 20 * MIB)], [(0.1, 200 * MIB)]))
    lost = number(report)

    assert lost.explanation
    assert lost.explanation.kind == "memory"
    assert "needed 200 MB; the reference needs 20 MB, and 4 times as much is allowed (80 MB)" in (
        lost.explanation.sentence
    )


def test_what_is_slow_once_passes(graded):
    assert graded(ClockedSandbox([(0.1, 1)], [(4.1, 1), (1.9, 1)])).earned == 12


def test_a_machine_that_has_become_busy_slows_the_reference_too(graded):
    sandbox = ClockedSandbox([(0.1, 1)] * RUNS + [(0.3, 1)], [(4.1, 1), (4.1, 1)])

    assert graded(sandbox).earned == 12


def test_the_least_that_the_reference_ever_cost_is_kept(graded):
    cache = ArrayCache()
    busy = ClockedSandbox([(0.3, 1), (0.2, 1), (0.1, 1)], [(4.1, 1), (3.9, 1)])
    assert number(graded(busy, cache=cache)).earned == 2
    calm = ClockedSandbox([(0.1, 1)], [(3.9, 1)])
    assert number(graded(calm, cache=cache)).earned == 0
    assert alone(calm) == ["student", "reference", "student"]


def test_a_short_time_is_always_allowed(graded):
    assert graded(ClockedSandbox([(0.0001, 1)], [(0.49, 31 * MIB)])).earned == 12


def test_where_nobody_counts_memory_nothing_is_held_against_anybody(graded):
    assert graded(ClockedSandbox([(0.1, 0)], [(0.1, 0)])).earned == 12


def test_what_is_wrong_is_told_first_and_its_cost_in_a_note(graded):
    sandbox = ClockedSandbox([(0.1, 1)], [(4.1, 1)])
    lost = number(graded(sandbox, "wrong = True"))

    assert lost.explanation
    assert lost.explanation.kind not in ("time", "memory")
    assert lost.notes == (
        "Beside that, it took 4.1 s; the reference takes 0.1 s, and 20 times as long is allowed (2 s).",
    )
    assert alone(sandbox) == ["reference"] * RUNS + ["student"]


def test_a_divided_check_that_costs_too_much_earns_nothing(graded, tmp_path: Path):
    manifest = RELATIVE.replace("times_reference = 20", 'times_reference = 20\ncredit = "array"')
    bundle = write_problem(tmp_path, manifest=manifest)

    assert number(graded(ClockedSandbox([(0.1, 1)], [(4.1, 1)]), bundle=bundle)).earned == 0


def test_a_problem_without_such_words_costs_one_child_as_ever(graded, tmp_path: Path):
    sandbox = ClockedSandbox([(0.001, 1)], [(1.9, 1000 * MIB)])
    report = graded(sandbox, bundle=write_problem(tmp_path))

    assert report.earned == 12
    assert [(whose, len(checks)) for whose, checks in sandbox.children] == [
        ("reference", 4), ("reference", 2), ("student", 4), ("student", 2),
    ]  # fmt: skip


def test_a_hidden_check_is_measured_with_its_own_exercise_alone(graded, tmp_path: Path):
    manifest = LEISURELY.replace("points = 4", "points = 4\ntimes_reference = 20")
    bundle = write_problem(tmp_path, manifest=manifest)
    sandbox = ClockedSandbox([(0.1, 1)], [(4.1, 1)], measured="never")
    lost = graded(sandbox, bundle=bundle).checks[-1]

    assert (lost.name, lost.earned) == ("never", 0)
    assert lost.explanation
    assert lost.explanation.kind == "time"
    assert alone(sandbox) == ["reference"] * RUNS + ["student", "reference", "student"]
    for checks, sources in sandbox.exercises:
        assert ("THE_HIDDEN_INPUT" in "".join(sources)) == bool({"later", "never"} & set(checks))


def test_a_judge_is_not_asked_of_what_costs_too_much(graded, tmp_path: Path):
    (tmp_path / "judge.py").write_text("def number(handin, rng, answer):\n    return {}\n")
    manifest = RELATIVE.replace("times_reference = 20", "times_reference = 20\njudged = true")
    sandbox = ClockedSandbox([(0.1, 1)], [(4.1, 1)])
    lost = number(graded(sandbox, bundle=write_problem(tmp_path, manifest=manifest)))

    assert lost.explanation
    assert (lost.earned, lost.explanation.kind) == (0, "time")
    assert alone(sandbox) == ["reference"] * RUNS + ["student", "reference", "student"]


def test_a_reference_that_does_not_come_to_its_end_any_more_costs_no_marks(graded):
    sandbox = ClockedSandbox([(0.1, 1)], [(4.1, 1)], reference_ends=RUNS)

    assert graded(sandbox).earned == 12
