"""Opens the boxes that the settings ask for."""

from collections.abc import Mapping
from pathlib import Path

from deploy.settings import EmbeddedSettings
from worker.sandbox.containers.daemon import DockerSite
from worker.sandbox.open import OpenSandbox, open_sandbox


def docker_site(settings: EmbeddedSettings) -> DockerSite:
    """Where boxes of kind docker run."""
    return DockerSite(settings.docker_host, settings.docker_runtime)


def open_boxes(settings: EmbeddedSettings, runtimes: Mapping[str, Path]) -> OpenSandbox:
    """The sandbox of the kind that the settings name. Raises BoxUnavailable."""
    return open_sandbox(settings.box, runtimes, docker_site(settings))
