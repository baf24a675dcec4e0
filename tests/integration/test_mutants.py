"""A problem's checks notice a mutant of its reference, and those that they do not notice are told."""

from pathlib import Path

from tests.bench.mutants.mutate import mutants
from tests.bench.mutants.trying import Trial
from tests.integration.provable import REFERENCE, write_provable
from worker.sandbox.open import OpenSandbox

DOUBLE, IDLE = "    return 2 * x", "    unused = 5\n    return 2 * x"


def test_what_changes_a_result_is_noticed_and_what_does_not_is_not(
    tmp_path: Path, sandbox: OpenSandbox
) -> None:
    trial = Trial(write_provable(tmp_path, ("reference/scale.py", DOUBLE, IDLE)), sandbox)
    tried = mutants(REFERENCE.replace(DOUBLE, IDLE))
    noticed = {(one.text, one.change): trial.notices("scale.py", one.source) for one in tried}

    assert noticed.pop(("unused = 5", "left out")) == noticed.pop(("unused = 5", "5 → 6")) == ""
    assert noticed == {
        ("return 2 * x", "left out"): "doubled",
        ("return 2 * x", "Mult → Div"): "doubled",
        ("return 2 * x", "2 → 3"): "doubled",
        ("return x + 1", "left out"): "shifted",
        ("return x + 1", "Add → Sub"): "shifted",
        ("return x + 1", "1 → 2"): "shifted",
    }


def test_a_mutant_that_ends_its_process_or_never_ends_is_noticed(
    tmp_path: Path, sandbox: OpenSandbox
) -> None:
    trial = Trial(write_provable(tmp_path), sandbox)
    assert trial.notices("scale.py", REFERENCE) == ""
    assert trial.notices("scale.py", REFERENCE.replace("return 2 * x", "import os; os._exit(0)")) == "doubled"
    assert trial.notices("scale.py", REFERENCE.replace("return x + 1", "while True: pass")) == "shifted"
