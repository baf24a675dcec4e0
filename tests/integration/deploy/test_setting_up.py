"""`deploy/setup.sh` where a site has a torch of its own."""

import os
import subprocess
from pathlib import Path

import pytest

from tests.runtimes import SETUP, runtime_python
from worker.runtimes import installed_runtimes


def set_up(home: Path, own: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"ALLCLOSE_HOME": str(home), "ALLCLOSE_TORCH": str(own)}
    return subprocess.run(["sh", SETUP, "torch"], env=environment, capture_output=True, text=True)


@pytest.mark.torch
def test_a_torch_that_is_there_already_becomes_the_runtime(tmp_path: Path):
    there = runtime_python("torch").parents[1].resolve()

    done = set_up(tmp_path, there)

    assert done.stdout == f"{there}/bin/python\n", done.stderr
    assert installed_runtimes(tmp_path) == {"torch": there / "bin" / "python"}


def test_what_is_no_torch_is_refused_and_nothing_is_laid(tmp_path: Path):
    done = set_up(tmp_path / "home", tmp_path)

    assert done.returncode == 1
    assert f"virtual environment that holds torch and numpy; '{tmp_path}' is none." in done.stderr
    assert not (tmp_path / "home").exists()
