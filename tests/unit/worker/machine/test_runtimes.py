"""What is installed in the runtimes of this machine, and of one that has them broken or not at all."""

from pathlib import Path

from tests.runtimes import runtime_python
from worker.sandbox.machine.finding import Mark
from worker.sandbox.machine.runtimes import runtimes


def test_versions_are_those_that_are_installed():
    (found,) = runtimes({"numpy": runtime_python("numpy")}, ["numpy"])

    assert found.mark is Mark.OK
    assert found.says.startswith("Python 3.")
    assert found.says.endswith(", numpy 1.26.4")


def test_one_that_is_not_set_up_says_what_sets_it_up():
    _, torch = runtimes({"numpy": runtime_python("numpy")}, ["torch", "numpy"])

    assert (torch.name, torch.mark) == ("torch", Mark.FACT)
    assert torch.says == "Not set up: `sh deploy/setup.sh torch` does it."


def test_where_there_is_none_one_is_missing():
    assert [found.mark for found in runtimes({}, ["numpy"])] == [Mark.MISSING]


def test_one_that_cannot_be_run_breaks_nothing(tmp_path: Path):
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho no JSON\n")
    python.chmod(0o755)

    (found,) = runtimes({"numpy": python}, [])
    assert found.mark is Mark.MISSING
    assert f"{python} cannot be run" in found.says
