import json
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SCRIPT = Path(__file__).with_name("sheets_against_torch.py")
FACTS = [
    "coupling_layer",
    "coupling_layer_that_is_affine",
    "adversarial_steps",
    "meta_gradients",
    "boxes_counted_in_pixels",
    "areas_under_envelopes",
    "detections_of_two_classes",
    "units_kept_by_chance",
    "initial_weights",
]

pytestmark = pytest.mark.torch


def largest_differences(assignments: Path) -> dict[str, float]:
    set_up = ["sh", str(ROOT / "deploy/setup.sh"), "torch"]
    python = subprocess.run(set_up, capture_output=True, text=True, check=True).stdout.strip()
    script = [python, "-B", str(SCRIPT), str(assignments)]
    return json.loads(subprocess.run(script, capture_output=True, text=True, check=True).stdout)


@pytest.fixture(scope="module")
def differences() -> dict[str, float]:
    return largest_differences(ROOT / "assignments")


@pytest.mark.parametrize("fact", FACTS)
def test_the_reference_agrees_with_torch(differences: dict[str, float], fact: str) -> None:
    assert differences[fact] < 1e-10


def test_every_fact_is_looked_at(differences: dict[str, float]) -> None:
    assert sorted(differences) == sorted(FACTS)


def test_a_wrong_reference_would_be_noticed(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "assignments", tmp_path, dirs_exist_ok=True)
    file = tmp_path / "cs182/reference/maml.py"
    file.write_text(file.read_text().replace("hessian(before, support[0])", "hessian(before, query[0])"))
    differences = largest_differences(tmp_path)
    assert {fact for fact, difference in differences.items() if difference > 1e-10} == {"meta_gradients"}
