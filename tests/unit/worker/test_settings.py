"""A worker does not know a database, and says so."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]


def start(tmp_path: Path, **added: str) -> subprocess.CompletedProcess[str]:
    """`python -m worker` on a machine that has no runtime, so that nothing but its refusal can come."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("ALLCLOSE", "PG"))
    }
    environment |= {"PYTHONPATH": str(ROOT), "ALLCLOSE_HOME": str(tmp_path), **added}
    return subprocess.run(
        [sys.executable, "-m", "worker"], env=environment, capture_output=True, text=True, timeout=60
    )


@pytest.mark.parametrize("name", ["DATABASE_URL", "ALLCLOSE_DATABASE", "PGHOST", "PGPASSWORD", "PGSERVICE"])
def test_a_worker_with_a_database_in_its_environment_refuses(tmp_path: Path, name: str):
    done = start(tmp_path, **{name: "somewhere"})
    assert done.returncode == 1
    assert done.stderr.startswith(f"{name} is set, and a worker must not know a database")


def test_an_address_of_a_database_under_any_name_is_refused(tmp_path: Path):
    done = start(tmp_path, OUR_OWN_DB="postgresql://allclose:word@db/allclose")
    assert done.returncode == 1
    assert done.stderr.startswith("OUR_OWN_DB is set")
    assert "word" not in done.stderr


@pytest.mark.parametrize("name", ["allclose_database", "allclose_secret"])
def test_a_secret_that_is_not_a_workers_is_refused(tmp_path: Path, name: str):
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / name).write_text("word")
    done = start(tmp_path, ALLCLOSE_SECRETS=str(tmp_path / "secrets"))
    assert done.returncode == 1
    assert f"secrets/{name} is here, and a worker must not read it" in done.stderr


def test_without_them_it_goes_on_to_look_for_runtimes(tmp_path: Path):
    done = start(tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("No runtime is installed under")


def test_a_setting_that_cannot_be_is_a_sentence(tmp_path: Path):
    done = start(tmp_path, ALLCLOSE_WORKERS="none")
    assert done.returncode == 1
    assert done.stderr.startswith("The setting ALLCLOSE_WORKERS cannot be 'none':")
