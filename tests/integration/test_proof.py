"""A small problem proves itself; spoiled in any way it is refused, and told how to be mended."""

from pathlib import Path

import msgspec
import pytest

from graders.proof import Finding, Proof, Trials, prove
from tests.integration.provable import ALIKE, REFERENCE, write_provable
from worker.sandbox.open import OpenSandbox

TOML, REFERENCE_FILE, EXERCISE = "problem.toml", "reference/scale.py", "exercise.py"
Spoiled = tuple[str, str, str]

BROKEN: dict[str, tuple[list[Spoiled], str, str]] = {
    "reference-raises": (
        [(REFERENCE_FILE, "return 2 * x", "int('no')\n    return 2 * x")],
        "reference", "has no answer to doubled: it raised ValueError: invalid literal",
    ),
    "reference-writes-into-its-input": (
        [(REFERENCE_FILE, "    return 2 * x", "    y = 2 * x\n    x[:] = 0\n    return y"),
         (TOML, '"2 * x"\nput = "3 * x"', '"2 * x"\nput = "4 * x"')],
        "reference", "reference/ fails doubled: ",
    ),
    "starter-earns": (
        [("starter/scale.py", "    raise NotImplementedError", "    return 2 * x")],
        "starter", "starter/ earns 8 of 10 points, by doubled, and may earn 1: take the solution out",
    ),
    "misconception-loses-nothing": (
        [(TOML, "3 * x", "x + x")],
        "misconceptions.tripled", "passes doubled, which it claims to fail: draw inputs",
    ),
    "misconception-claims-too-much": (
        [(TOML, 'fails = ["doubled"]', 'fails = ["doubled", "shifted"]')],
        "misconceptions.tripled", "passes shifted, which it claims to fail",
    ),
    "misconception-loses-more": (
        [(REFERENCE_FILE, "return x + 1", "return double(x) - x + 1")],
        "misconceptions.tripled", "fails shifted too, which it does not claim: ",
    ),
    "misconception-never-named": (
        [(TOML, "[[samples]]", ALIKE + "\n[[samples]]")],
        "misconceptions.threefold", "is never named, since its arrays are those of tripled: leave one",
    ),
    "misconception-not-recognized": (
        [(TOML, "3 * x", "__import__('random').SystemRandom().random() * x")],
        "misconceptions.tripled", "is not recognized in doubled, where a student is told: ",
    ),
    "sample-off": (
        [(TOML, "earns = 8", "earns = 7")],
        "samples.doubles-only", "earns 8 points where problem.toml says earns = 7; it loses shifted. ",
    ),
    "not-deterministic": (
        [(EXERCISE, "x = rng", "x = __import__('numpy').random.default_rng()")],
        "determinism", "doubled in exercise.py gives other arrays when the same seed is asked twice: draw",
    ),
    "learnt-by-heart": (
        [("hidden.py", "rng.random(5)", "0 * rng.random(5)")],
        "determinism", "shifted draws from `rng`, yet its arrays are the same on every seed",
    ),
    "tolerance-too-wide": (
        [(TOML, "3 * x", "2.00015 * x")],
        "tolerance.doubled", "misconceptions.tripled is only 0.75 times the allowed error off (rtol 0.0001",
    ),
    "tolerance-a-little-too-wide": (
        [(TOML, "3 * x", "2.0003 * x"), (TOML, "points = 8", "points = 8\natol = 0")],
        "tolerance.doubled", "misconceptions.tripled is only 1.5 times the allowed error off",
    ),
    "tolerance-too-tight": (
        [(TOML, "points = 8", "points = 8\nrtol = 1e-15\natol = 0")],
        "tolerance.doubled", "doubled: honest answers are up to 0.2",
    ),
    "little-time": (
        [(REFERENCE_FILE, "return 2 * x", "__import__('time').sleep(0.3)\n    return 2 * x")],
        "time.doubled", "doubled: the reference takes 0.3",
    ),
    "little-memory": (
        [(REFERENCE_FILE, "return 2 * x", "return 2 * x * np.ones(38_000_000)[0]")],
        "memory", "reference/ fails doubled with 256 MB, half of memory_mb: ",
    ),
}  # fmt: skip


def proof_of(folder: Path, sandbox: OpenSandbox, *spoiled: Spoiled) -> Proof:
    return prove(Trials(write_provable(folder, *spoiled), sandbox), (1, 2), lambda *told: None)


def finding(proof: Proof, name: str) -> Finding:
    [found] = [one for one in proof.findings if one.name == name]
    return found


def test_a_sound_problem_is_proved_and_its_proof_is_json(tmp_path: Path, sandbox: OpenSandbox) -> None:
    told: list[tuple[str, int, int]] = []
    proof = prove(Trials(write_provable(tmp_path), sandbox), (1, 2), lambda *one: told.append(one))
    assert [one.sentence for one in proof.findings if not one.passed] == []
    assert proof.passed
    names = ["determinism", "reference", "starter", "misconceptions.tripled", "misconceptions.shifted-down"]
    names += ["samples.full-marks", "samples.doubles-only", "tolerance.doubled", "tolerance.shifted"]
    names += ["time.doubled", "time.shifted", "memory"]
    assert [one.name for one in proof.findings] == names
    assert told == [(name, number, len(names)) for number, name in enumerate(names, start=1)]
    assert msgspec.json.decode(msgspec.json.encode(proof), type=Proof) == proof


@pytest.mark.parametrize("how", BROKEN)
def test_a_spoiled_problem_is_refused_and_told_how_to_mend_it(
    how: str, tmp_path: Path, sandbox: OpenSandbox
) -> None:
    spoiled, name, sentence = BROKEN[how]
    proof = proof_of(tmp_path, sandbox, *spoiled)
    found = finding(proof, name)
    assert not proof.passed
    assert not found.passed
    assert sentence in found.sentence


@pytest.mark.parametrize("how", ["reference-raises", "not-deterministic", "learnt-by-heart"])
def test_nothing_is_built_on_a_reference_that_does_not_answer_or_is_not_determined(
    how: str, tmp_path: Path, sandbox: OpenSandbox
) -> None:
    assert len(proof_of(tmp_path, sandbox, *BROKEN[how][0]).findings) == 1


@pytest.mark.parametrize("how", ["starter-earns", "sample-off", "little-memory", "tolerance-too-tight"])
def test_what_is_sound_is_found_sound_beside_what_is_not(
    how: str, tmp_path: Path, sandbox: OpenSandbox
) -> None:
    proof = proof_of(tmp_path, sandbox, *BROKEN[how][0])
    assert [one.name for one in proof.findings if not one.passed] == [BROKEN[how][1]]


def test_noise_is_measured_on_inputs_a_rounding_away(tmp_path: Path, sandbox: OpenSandbox) -> None:
    cancelled = (EXERCISE, "standard_normal((4, 3))", "standard_normal((4, 3))\n    x -= x.round(6)")
    calm = finding(proof_of(tmp_path / "calm", sandbox), "tolerance.doubled").numbers["noise"]
    noisy = finding(proof_of(tmp_path / "noisy", sandbox, cancelled), "tolerance.doubled").numbers["noise"]
    assert 1e-12 < calm < 1e-11
    assert noisy > 1000 * calm


def test_honest_samples_are_part_of_the_noise(tmp_path: Path, sandbox: OpenSandbox) -> None:
    halves = REFERENCE.replace("2 * x", "(2 * x.astype(np.float32)).astype(float)")
    sample = '[[samples]]\nname = "in-float32"\nearns = 10\n\n[[samples]]'
    folder = tmp_path / "samples/in-float32"
    folder.mkdir(parents=True)
    (folder / "scale.py").write_text(halves)
    proof = proof_of(tmp_path, sandbox, (TOML, "[[samples]]", sample))
    noise = finding(proof, "tolerance.doubled").numbers["noise"]
    assert proof.passed
    assert 1e-5 < noise < 1e-2


def test_the_nearest_mistake_is_measured_in_errors_allowed(tmp_path: Path, sandbox: OpenSandbox) -> None:
    numbers = finding(proof_of(tmp_path, sandbox), "tolerance.doubled").numbers  # 3x is half of 2x off
    assert numbers["nearest"] == pytest.approx(0.5 / 1e-4, rel=1e-3)
    assert numbers["decades_below_nearest"] == pytest.approx(3.7, abs=0.01)
