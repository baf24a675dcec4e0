"""The doctor's command on this machine, in kinds that it has and in one that it has not."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from deploy.cli import app
from deploy.doctor.examination import examine
from deploy.settings import EmbeddedSettings
from worker.sandbox.errors import BoxUnavailable


def test_a_kind_that_cannot_be_had_is_missing_and_one_that_works_is_named(tmp_path: Path):
    nobody = {"ALLCLOSE_DOCKER_HOST": f"unix://{tmp_path}/nobody"}
    done = CliRunner().invoke(app, ["doctor", "--box", "docker", "--json"], env=nobody)

    assert done.exit_code == 1
    examined = json.loads(done.stdout)
    assert (examined["box"], examined["usable"]) == ("docker", False)
    assert examined["verdict"].endswith("or choose `--box namespaces`, which works here.")
    findings = {one["name"]: one for chapter in examined["chapters"] for one in chapter["findings"]}
    assert findings["docker (chosen)"]["mark"] == "missing"
    assert "No Docker daemon answers" in findings["docker (chosen)"]["says"]
    assert findings["bwrap-exec"]["mark"] == "ok"


def test_a_machine_without_a_runtime_is_told_what_sets_one_up(tmp_path: Path):
    examined = examine(EmbeddedSettings(home=tmp_path))

    assert not examined.usable
    runtimes = next(chapter for chapter in examined.chapters if chapter.title == "Runtimes")
    assert "Not set up: `sh deploy/setup.sh numpy` does it." in [found.says for found in runtimes.findings]
    assert examined.verdict.endswith("mend what is marked ✗.")


def test_a_kind_that_there_is_not_is_refused():
    with pytest.raises(BoxUnavailable, match="no box 'cardboard'"):
        examine(EmbeddedSettings(box="cardboard"))
