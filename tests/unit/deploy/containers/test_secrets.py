"""The secrets that `deploy/secrets.sh` draws are those that the compose file asks for."""

import json
import stat
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.unit.deploy.containers.composed import ROOT, composed


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "secrets"


def draw(folder: Path) -> dict[str, str]:
    script = ["sh", ROOT / "deploy" / "secrets.sh", folder]
    done = subprocess.run(script, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    return {path.name: path.read_text() for path in folder.iterdir()}


def test_it_draws_what_the_compose_file_names_and_nothing_else(folder):
    named = {Path(secret["file"]).name for secret in composed()["secrets"].values()}

    assert set(draw(folder)) == named


def test_run_again_it_keeps_what_is_there(folder):
    assert draw(folder) == draw(folder)


def test_two_sites_have_nothing_in_common(folder, tmp_path: Path):
    mine, other = draw(folder), draw(tmp_path / "other")

    assert [name for name in mine if mine[name] == other[name]] == []


def test_a_password_of_ones_own_is_taken_into_the_address(folder):
    folder.mkdir()
    (folder / "postgres_password").write_text("mine")

    assert urlsplit(draw(folder)["allclose_database"]).password == "mine"


def test_addresses_and_the_stores_own_files_hold_the_same_passwords(folder):
    drawn = draw(folder)
    (identity,) = json.loads(drawn["objects_s3"])["identities"]

    assert urlsplit(drawn["allclose_database"]).password == drawn["postgres_password"]
    assert urlsplit(drawn["allclose_broker"]).password == drawn["redis_password"]
    assert drawn["redis_conf"] == f"requirepass {drawn['redis_password']}\n"
    assert identity["credentials"] == [
        {"accessKey": drawn["allclose_s3_key_id"], "secretKey": drawn["allclose_s3_key"]}
    ]
    assert len(bytes.fromhex(drawn["allclose_secret"])) == 32


def test_nobody_else_may_enter_the_folder_and_a_containers_user_may_read_each_file(folder):
    draw(folder)

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o444}


def test_git_and_images_never_see_the_folder():
    ignored = subprocess.run(["git", "check-ignore", "-q", "secrets/allclose_secret"], cwd=ROOT)
    lines = (ROOT / ".dockerignore").read_text().splitlines()

    assert ignored.returncode == 0
    assert next(line for line in lines if not line.startswith("#")) == "*"
    assert "!secrets" not in lines
