"""Limits beside the reference, in real boxes: its cost is measured there, and so is a student's."""

from collections.abc import Iterator
from pathlib import Path

from graders.box import BoxTask, Event, Sandbox
from graders.proof import Proof, Trials, prove
from graders.proof.mistakes import about_mistake
from graders.proof.relative import Handins, about_relative
from graders.report import CheckReport, Report, Verdict
from tests.integration.provable import REFERENCE, write_provable
from tests.unit.graders.bundles import write_tree
from worker.sandbox.bare import BareSandbox
from worker.sandbox.open import OpenSandbox

TOML = "problem.toml"
SEED = 1
WORDS = (TOML, "points = 8", "points = 8\ntimes_reference = 5\nmemory_times_reference = 3")
SLOW = "__import__('time').sleep(0.9) or 2 * x"


def held(megabytes: int) -> str:
    """Code that is right and holds so much for a moment."""
    return f"2 * x * np.ones({megabytes << 17})[0]"


def mistake(name: str, put: str) -> tuple[str, str, str]:
    """One more misconception, which is right and does too much."""
    edit = f'[[misconceptions.edits]]\nfile = "scale.py"\nfind = "2 * x"\nput = "{put}"\n'
    words = f'[[misconceptions]]\nname = "{name}"\nhint = "Do less."\nfails = ["doubled"]\n{edit}\n'
    return TOML, "[[samples]]", f"{words}[[samples]]"


class Counting:
    """The real boxes, and how many children were asked for "doubled" alone."""

    def __init__(self, real: Sandbox) -> None:
        self.kind = real.kind
        self.alone = 0
        self._real = real

    def run(self, task: BoxTask) -> Iterator[Event]:
        self.alone += [step.check for step in task.steps] == ["doubled"]
        return self._real.run(task)


def doubled(report: Report) -> CheckReport:
    [check] = [check for check in report.checks if check.name == "doubled"]
    return check


def test_a_handin_that_sleeps_beside_a_fast_reference_loses_after_two_tries(
    tmp_path: Path, sandbox: OpenSandbox
) -> None:
    counting = Counting(sandbox)
    trials = Trials(write_provable(tmp_path, WORDS, mistake("asleep", SLOW)), counting)
    trials.solutions(SEED).solved()
    counting.alone = 0
    report = trials.report(trials.bundle.misconception("asleep"), SEED)
    lost = doubled(report)

    assert (lost.verdict, report.earned) == (Verdict.FAILED, 2)
    assert lost.explanation
    assert lost.explanation.kind == "time"
    assert "s; the reference takes 0.0" in lost.explanation.sentence
    assert "and 0.5 s is allowed" in lost.explanation.sentence
    assert counting.alone == 3  # the reference is asked again, too
    assert lost.seconds > 0.5
    assert 0 < lost.peak_bytes < 64 << 20
    known = next(one for one in trials.bundle.problem.misconceptions if one.name == "asleep")
    assert about_mistake(trials.bundle.problem, known, {SEED: report}).passed


def proof_of(folder: Path, sandbox: OpenSandbox, *spoiled: tuple[str, str, str]) -> Proof:
    told: list[tuple[str, int, int]] = []
    proof = prove(
        Trials(write_provable(folder, WORDS, *spoiled), sandbox), (1, 2), lambda *one: told.append(one)
    )
    assert told[-1][1:] == (len(proof.findings), len(proof.findings))
    return proof


def test_a_mistake_of_too_much_memory_is_proved_by_its_word(tmp_path: Path, sandbox: OpenSandbox) -> None:
    proof = proof_of(tmp_path, sandbox, mistake("large", held(92)))
    assert [one.sentence for one in proof.findings if not one.passed] == []
    said = {one.name: one for one in proof.findings}
    assert "of 0.5 s that are allowed; nothing known is caught." in said["times_reference.doubled"].sentence
    memory = said["memory_times_reference.doubled"]
    assert "of 32 MB that are allowed; misconceptions.large costs " in memory.sentence
    assert memory.numbers["share"] < 0.5
    assert 2.5 < memory.numbers["caught"] < 4


def only_failure(proof: Proof) -> str:
    [failed] = [one for one in proof.findings if not one.passed]
    assert failed.name == "memory_times_reference.doubled"
    return failed.sentence


def test_a_limit_that_an_honest_handin_comes_near_is_refused(tmp_path: Path, sandbox: OpenSandbox) -> None:
    write_tree(tmp_path, {"samples/own-way/scale.py": REFERENCE.replace("2 * x", held(20)).encode()})
    sample = '[[samples]]\nname = "own-way"\nearns = 10\n\n[[samples]]'
    told = only_failure(proof_of(tmp_path, sandbox, (TOML, "[[samples]]", sample)))
    assert told.startswith("doubled: samples.own-way costs 2")
    assert "of 32 MB that memory_times_reference = 3 allows, and half of it is the most that is safe" in told


def test_a_limit_that_hardly_catches_a_mistake_is_refused(tmp_path: Path, sandbox: OpenSandbox) -> None:
    told = only_failure(proof_of(tmp_path, sandbox, mistake("large", held(36))))
    assert "misconceptions.large is caught by memory_times_reference = 3 with 1." in told


def test_boxes_that_count_no_memory_prove_no_bound_on_it(tmp_path: Path, runtimes: dict[str, Path]) -> None:
    trials = Trials(write_provable(tmp_path, WORDS), BareSandbox(runtimes))
    handins = Handins({"reference": trials.bundle.reference()}, {})
    time, memory = about_relative(trials, [SEED], handins)
    assert time.passed
    assert not memory.passed
    assert "boxes of this kind do not count memory, so memory_times_reference = 3 bounds" in memory.sentence
