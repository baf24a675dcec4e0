"""Limits beside the reference, in real boxes: its cost is measured there, and so is a student's."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graders.box import BoxTask, Event, Sandbox
from graders.proof import Proof, Trials, prove
from graders.proof.mistakes import about_mistake
from graders.proof.relative import Handins, about_relative
from graders.report import CheckReport, Report, Verdict
from tests.integration.provable import REFERENCE, write_provable
from worker.sandbox.bare import BareSandbox
from worker.sandbox.open import OpenSandbox

TOML = "problem.toml"
SEED = 1
WORDS = (TOML, "points = 8", "points = 8\ntimes_reference = 5\nmemory_times_reference = 3")
SLOW = "__import__('time').sleep(0.9) or 2 * x"
LARGE = "2 * x * np.ones(12_000_000)[0]"


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
    proof = proof_of(tmp_path, sandbox, mistake("large", LARGE))
    assert [one.sentence for one in proof.findings if not one.passed] == []
    said = {one.name: one for one in proof.findings}
    assert "of 0.5 s that are allowed; nothing known is caught." in said["times_reference.doubled"].sentence
    memory = said["memory_times_reference.doubled"]
    assert "of 32 MB that are allowed; misconceptions.large costs " in memory.sentence
    assert memory.numbers["share"] < 0.5
    assert 2.5 < memory.numbers["caught"] < 4


@pytest.mark.parametrize(
    ("megabytes", "sentence"),
    [
        (
            24,
            "of 32 MB that memory_times_reference = 3 allows, and half of it is the most that is safe: raise",
        ),
        (38, "misconceptions.large is caught by memory_times_reference = 3 with 1."),
    ],
)
def test_a_limit_that_honest_or_wrong_handins_come_near_is_refused(
    megabytes: int, sentence: str, tmp_path: Path, sandbox: OpenSandbox
) -> None:
    large = REFERENCE.replace("2 * x", f"2 * x * np.ones({megabytes * 131_072})[0]")
    folder = tmp_path / "samples/own-way"
    folder.mkdir(parents=True)
    honest = megabytes < 32
    (folder / "scale.py").write_text(large if honest else REFERENCE.replace("2 * x", "x + x"))
    sample = '[[samples]]\nname = "own-way"\nearns = 10\n\n[[samples]]'
    spoiled = [(TOML, "[[samples]]", sample)]
    if not honest:
        spoiled.append(mistake("large", f"2 * x * np.ones({megabytes * 131_072})[0]"))
    proof = proof_of(tmp_path, sandbox, *spoiled)
    [failed] = [one for one in proof.findings if not one.passed]
    assert failed.name == "memory_times_reference.doubled"
    assert sentence in failed.sentence


def test_boxes_that_count_no_memory_prove_no_bound_on_it(tmp_path: Path, runtimes: dict[str, Path]) -> None:
    trials = Trials(write_provable(tmp_path, WORDS), BareSandbox(runtimes))
    handins = Handins({"reference": trials.bundle.reference()}, {})
    time, memory = about_relative(trials, [SEED], handins)
    assert time.passed
    assert not memory.passed
    assert "boxes of this kind do not count memory, so memory_times_reference = 3 bounds" in memory.sentence
