"""Where containers run, in a file of its own: who names a place need not import Docker's SDK."""

from dataclasses import dataclass


@dataclass(frozen=True)
class DockerSite:
    """Where containers run, and how.

    address: of the daemon, as DOCKER_HOST would say it; "" for the machine's own. runtime: what the daemon
    runs containers with, such as "runsc"; "" for its default.
    """

    address: str = ""
    runtime: str = ""


MACHINES_OWN = DockerSite()
