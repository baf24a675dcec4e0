"""Opens the boxes that the settings ask for."""

from collections.abc import Mapping
from pathlib import Path

from deploy.settings import EmbeddedSettings
from graders.box import Sandbox
from worker.sandbox.containers.site import DockerSite
from worker.sandbox.open import OpenSandbox, Site, open_sandbox


def site_of(settings: EmbeddedSettings) -> Site:
    """What of this machine boxes may use."""
    return Site(DockerSite(settings.docker_host, settings.docker_runtime), settings.gpus)


def open_boxes(settings: EmbeddedSettings, runtimes: Mapping[str, Path]) -> OpenSandbox:
    """The sandbox of the kind that the settings name. Raises BoxUnavailable."""
    return open_sandbox(settings.box, runtimes, site_of(settings))


def box_for(sandbox: Sandbox, device: str) -> Sandbox:
    """What runs tasks for a device: the boxes for a GPU may be of another kind."""
    return sandbox.on(device) if isinstance(sandbox, OpenSandbox) else sandbox
