import json
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SCRIPT = Path(__file__).with_name("against_torch.py")
FACTS = [
    "activations",
    "softmax_cross_entropy",
    "linear",
    "batchnorm_training",
    "batchnorm_inference",
    "mlp_without_hidden_layers",
    "mlp_with_momentum",
    "mlp_with_batchnorm",
    "training_stats_while_nothing_moves",
]

pytestmark = pytest.mark.torch


def largest_differences(reference: Path) -> dict[str, float]:
    set_up = ["sh", str(ROOT / "deploy/setup.sh"), "torch"]
    python = subprocess.run(set_up, capture_output=True, text=True, check=True).stdout.strip()
    script = [python, "-B", str(SCRIPT), str(reference)]
    return json.loads(subprocess.run(script, capture_output=True, text=True, check=True).stdout)


@pytest.fixture(scope="module")
def differences() -> dict[str, float]:
    return largest_differences(ROOT / "assignments/hw1p1/reference")


@pytest.mark.parametrize("fact", FACTS)
def test_the_reference_agrees_with_torch(differences: dict[str, float], fact: str) -> None:
    assert differences[fact] < 1e-10


def test_every_fact_is_looked_at(differences: dict[str, float]) -> None:
    assert sorted(differences) == sorted(FACTS)


def test_a_wrong_reference_would_be_noticed(tmp_path: Path) -> None:
    for file in (ROOT / "assignments/hw1p1/reference").rglob("*.py"):
        source = file.read_text().replace(
            "x.var(axis=0, keepdims=True)", "x.var(axis=0, keepdims=True, ddof=1)"
        )
        copy = tmp_path / file.parent.name / file.name
        copy.parent.mkdir(exist_ok=True)
        copy.write_text(source)
    differences = largest_differences(tmp_path)
    wrong = {fact for fact, difference in differences.items() if difference > 1e-10}
    assert wrong == {"batchnorm_training", "batchnorm_inference", "mlp_with_batchnorm"}
