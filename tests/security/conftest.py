"""The canaries, and the stages that attacks are played on: one of each for a run of tests."""

from collections.abc import Iterator

import pytest

from tests.fixtures.boxes import OpenBox
from tests.security.canaries import Canaries, standing_canaries
from tests.security.service import ServiceStage, serving
from tests.security.trial import Stage
from worker.sandbox.containers.site import MACHINES_OWN


@pytest.fixture(scope="session")
def canaries() -> Iterator[Canaries]:
    with standing_canaries() as standing:
        yield standing


@pytest.fixture(scope="session")
def stage(request: pytest.FixtureRequest, canaries: Canaries, open_box: OpenBox) -> Iterator[Stage]:
    """An open sandbox of the kind that the test names."""
    with open_box(request.param) as sandbox:
        yield Stage(sandbox, canaries)


@pytest.fixture(scope="session")
def service(
    request: pytest.FixtureRequest, canaries: Canaries, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ServiceStage]:
    """A server on boxes of the kind that the test names."""
    docker = request.getfixturevalue("docker_site") if request.param == "docker" else MACHINES_OWN
    with serving(request.param, tmp_path_factory.mktemp("service"), canaries, docker) as stage:
        yield stage
