"""A proof is kept for what was proved, and for nothing else."""

from collections.abc import Mapping
from pathlib import Path

import msgspec
import pytest
from rich.progress import Progress

from deploy.cli import prove_shipped
from deploy.proof_shelf import ProofShelf, prove_all
from deploy.settings import EmbeddedSettings
from graders.proof import Proof
from tests.integration.provable import write_provable
from worker.engine import engine_digest
from worker.sandbox.open import OpenSandbox

SPOILED = ("problem.toml", "earns = 8", "earns = 7")


@pytest.fixture
def settings(tmp_path: Path, runtimes: Mapping[str, Path]) -> EmbeddedSettings:
    """A home with the runtime of this machine and no proof in it; a folder for problems."""
    home = tmp_path / "home"
    (home / "runtimes").mkdir(parents=True)
    (home / "runtimes" / "numpy").symlink_to(runtimes["numpy"].parents[1])
    return EmbeddedSettings(home=home, problems=tmp_path / "problems")


def kept(settings: EmbeddedSettings) -> list[Path]:
    return sorted((settings.home / "proofs").glob("*"))


def test_what_did_not_change_is_not_proved_again(settings: EmbeddedSettings, sandbox: OpenSandbox) -> None:
    shelf, bundle = ProofShelf(settings, sandbox), write_provable(settings.problems / "scaling")
    proof = shelf.proof(bundle)
    assert proof.passed
    [path] = kept(settings)
    assert msgspec.json.decode(path.read_bytes(), type=Proof) == proof

    path.write_bytes(msgspec.json.encode(msgspec.structs.replace(proof, title="Kept")))
    assert shelf.proof(bundle).title == "Kept"
    assert ProofShelf(settings, sandbox).proof(bundle).title == "Kept"
    assert shelf.proof(bundle, (4, 5)).title == "Scaling"
    assert len(kept(settings)) == 2


def test_a_problem_that_does_not_hold_is_proved_each_time(
    settings: EmbeddedSettings, capsys: pytest.CaptureFixture[str]
) -> None:
    write_provable(settings.problems / "scaling", SPOILED)
    assert prove_shipped(settings, json=False)
    assert kept(settings) == []
    said = capsys.readouterr().out
    assert "Not proved" in said
    assert "✗" in said


def test_all_problems_of_a_machine_are_proved(settings: EmbeddedSettings) -> None:
    write_provable(settings.problems / "one")
    write_provable(settings.problems / "two", ("handout.md", "then", "and then"))
    with Progress(disable=True) as bar:
        proofs = prove_all(settings, bar)
    assert [(proof.problem, proof.passed) for proof in proofs] == [("scaling", True)] * 2
    assert len(kept(settings)) == 2
    assert not prove_shipped(settings, json=True)


def test_code_that_asks_and_judges_is_part_of_what_was_proved(tmp_path: Path) -> None:
    for folder in ("graders", "worker/sandbox", "api"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "code.py").write_text("x = 1\n")
    digests = []
    for change in ("api/code.py", "graders/code.py", "worker/sandbox/code.py"):
        engine_digest.cache_clear()
        digests.append(engine_digest(tmp_path))
        (tmp_path / change).write_text("x = 2\n")
    engine_digest.cache_clear()
    digests.append(engine_digest(tmp_path))
    assert digests[0] == digests[1]
    assert len(set(digests)) == 3
