"""Removing containers that have ended; a supervisor that was killed leaves some listed."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

from docker.errors import NotFound

from graders.errors import SandboxFault
from worker.sandbox.containers.daemon import Daemon
from worker.sandbox.containers.options import LABEL

_OVER = timedelta(minutes=1)
"""After so long, no supervisor that lives has still to read how a container ended, or to start one."""


def remove_container(daemon: Daemon, container: str) -> None:
    """Remove what is left of a container; one that the daemon has forgotten is no matter."""
    with suppress(SandboxFault), daemon.answers(), suppress(NotFound):
        daemon.api.remove_container(container, force=True, v=True)


def remove_leftovers(daemon: Daemon) -> None:
    """Remove our containers that ended a while ago, whoever made them."""
    with daemon.answers():
        listed = daemon.api.containers(
            all=True, filters={"label": LABEL, "status": ["exited", "created", "dead"]}
        )
    for container in listed:
        if _is_old(daemon, container["Id"]):
            remove_container(daemon, container["Id"])


def _is_old(daemon: Daemon, container: str) -> bool:
    """Whether it was made and, if it ran, ended long ago."""
    try:
        with daemon.answers():
            told = daemon.api.inspect_container(container)
    except SandboxFault:
        return False  # somebody else removes it
    moments = (told["Created"], told["State"]["FinishedAt"])
    last = max(datetime.fromisoformat(moment) for moment in moments)
    return datetime.now(UTC) - last > _OVER
