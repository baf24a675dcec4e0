"""The canaries, and the stages that attacks are played on: one of each for a run of tests."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from tests.security.canaries import Canaries, standing_canaries
from tests.security.kinds import KINDS
from tests.security.service import ServiceStage, serving
from tests.security.trial import Stage
from worker.sandbox.open import open_sandbox


@pytest.fixture(scope="session")
def canaries() -> Iterator[Canaries]:
    with standing_canaries() as standing:
        yield standing


@pytest.fixture(scope="session", params=KINDS)
def stage(
    request: pytest.FixtureRequest, canaries: Canaries, runtimes: Mapping[str, Path]
) -> Iterator[Stage]:
    with open_sandbox(request.param, runtimes) as sandbox:
        yield Stage(sandbox, canaries)


@pytest.fixture(scope="session", params=KINDS)
def service(
    request: pytest.FixtureRequest, canaries: Canaries, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServiceStage]:
    with serving(request.param, tmp_path_factory.mktemp("service"), canaries) as stage:
        yield stage
