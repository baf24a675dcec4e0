"""What images are made of."""

import re

import pytest

from tests.unit.deploy.containers.composed import ROOT, services

FOLDER = ROOT / "deploy" / "docker"


def last_stage(name: str) -> str:
    return (FOLDER / f"Dockerfile.{name}").read_text().rpartition("\nFROM ")[2]


def copied(name: str) -> set[str]:
    """What is copied from the checkout, in any stage."""
    lines = re.findall(r"^COPY (?!--from)(.+) \S+$", (FOLDER / f"Dockerfile.{name}").read_text(), re.M)
    return {path for line in lines for path in line.split()}


@pytest.mark.parametrize("name", ["server", "worker"])
def test_an_image_runs_as_an_ordinary_user(name):
    assert re.findall(r"^USER (.+)$", last_stage(name), re.M) == ["10001:10001"]


@pytest.mark.parametrize("name", ["server", "worker"])
def test_what_makes_packages_stays_behind(name):
    text = (FOLDER / f"Dockerfile.{name}").read_text()

    assert re.findall(r"^FROM (.+)$", text, re.M) == ["${BUILDER} AS made", "${BASE}"]
    # The index may have a password in its address, and an image tells its arguments.
    assert "PIP_" not in last_stage(name)
    assert "pip uninstall" in text


def test_a_workers_image_holds_no_database_no_web_and_no_reference():
    assert copied("worker") == {
        "deploy/setup.sh",
        "deploy/runtimes",
        "requirements-worker.lock",
        "graders",
        "worker",
    }
    lock = (ROOT / "requirements-worker.lock").read_text()
    packages = set(re.findall(r"^([a-z0-9-]+)==", lock, re.M))
    assert {"celery", "numpy", "redis"} <= packages
    assert not {"sqlalchemy", "psycopg", "alembic", "fastapi", "starlette", "uvicorn", "obstore"} & packages


def test_everything_that_is_copied_is_let_through_and_nothing_else_is():
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    let_through = {line[1:] for line in lines if line.startswith("!")}

    assert let_through == {path.split("/")[0] for name in ("server", "worker") for path in copied(name)}


def test_compose_builds_from_these_files():
    built = {service["build"]["dockerfile"] for service in services().values() if "build" in service}

    assert built == {"deploy/docker/Dockerfile.server", "deploy/docker/Dockerfile.worker"}
