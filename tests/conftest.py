"""What tests of several kinds share: the runtimes, and one open sandbox."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.fixtures.boxes import any_box, box, open_box
from tests.fixtures.docker import docker_site
from tests.fixtures.postgres import pytest_report_header
from tests.fixtures.proofs import pytest_terminal_summary
from tests.fixtures.unbound import UNBOUND_VARIABLES
from tests.runtimes import runtime_python
from worker.sandbox.open import OpenSandbox, open_sandbox

__all__ = ["any_box", "box", "docker_site", "open_box", "pytest_report_header", "pytest_terminal_summary"]


# Tests ask for more in a minute than people do, of whichever server; those of the limits say theirs.
os.environ.update({name: value for name, value in UNBOUND_VARIABLES.items() if "SIGN_INS" not in name})


@pytest.fixture(scope="session")
def runtimes() -> Mapping[str, Path]:
    """Runtime name → its python."""
    return {"numpy": runtime_python("numpy")}


@pytest.fixture(scope="session")
def sandbox(runtimes: Mapping[str, Path]) -> Iterator[OpenSandbox]:
    """The `namespaces` box, opened once."""
    with open_sandbox("namespaces", runtimes) as opened:
        yield opened
