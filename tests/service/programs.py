"""How the programs of the service are started, and how they are known to be ready."""

import os
import sys
import time
from collections.abc import Mapping

import httpx2

from tests.fixtures.program import ROOT, Program
from tests.fixtures.unbound import UNBOUND_VARIABLES

_DATABASES = ("DATABASE", "PG", "ALLCLOSE_")
READY_SECONDS = 60


def command(*words: str) -> list[str]:
    """A command of the command line."""
    return [sys.executable, "-m", "deploy.cli", *words]


def environment(**settings: str) -> Mapping[str, str]:
    """A program's whole environment: this process's own without any settings of ours, and these settings."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_DATABASES)}
    told = UNBOUND_VARIABLES | {f"ALLCLOSE_{name.upper()}": value for name, value in settings.items()}
    return kept | {"PYTHONPATH": str(ROOT), "COLUMNS": "200", "ALLCLOSE_SECRETS": "/nowhere"} | told


def wait_until_ready(program: Program, address: str) -> None:
    """Return once it answers that it is ready."""
    deadline = time.monotonic() + READY_SECONDS
    with httpx2.Client(base_url=address, trust_env=False, timeout=10) as client:
        while not _is_ready(client):
            assert program.runs, program.said
            assert time.monotonic() < deadline, program.said
            time.sleep(0.05)


def _is_ready(client: httpx2.Client) -> bool:
    try:
        return client.get("/readyz").status_code == 200
    except httpx2.TransportError:
        return False
