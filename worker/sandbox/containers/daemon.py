"""The Docker daemon, spoken to through its SDK; what goes wrong there is said in sentences."""

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import docker
import requests
from docker.errors import APIError, DockerException, ImageNotFound

from graders.errors import SandboxFault
from worker.sandbox.containers.site import DockerSite
from worker.sandbox.errors import BoxUnavailable

_PATIENCE_SECONDS = 60


class Daemon:
    """A connection to the daemon. Raises BoxUnavailable where there is none to be had."""

    def __init__(self, site: DockerSite) -> None:
        self.site = site
        self._address = site.address or "unix:///var/run/docker.sock"
        try:
            self._look_for_socket()
            self.api = docker.APIClient(self._address, version=self._version(), timeout=_PATIENCE_SECONDS)
            self._info = self.api.info()
        except (DockerException, requests.RequestException, OSError) as problem:
            raise BoxUnavailable(
                f"No Docker daemon answers at {self._address} ({problem}): "
                "start it (on Debian, apt-get install docker.io), let this user into the group docker, or "
                "name its address in ALLCLOSE_DOCKER_HOST."
            ) from problem
        self._check()

    def image(self, name: str) -> dict[str, Any]:
        """What the daemon knows of an image. Raises BoxUnavailable where it has none of that name."""
        with self.answers():
            try:
                found: dict[str, Any] = self.api.inspect_image(name)
            except ImageNotFound:
                raise BoxUnavailable(f"The Docker daemon has no image {name}.") from None
        return found

    def attach(self, container: str) -> socket.socket:
        """The stream of a container's three standard streams."""
        wanted = {"stdin": 1, "stdout": 1, "stderr": 1, "stream": 1}
        attached = self.api.attach_socket(container, wanted)
        # The SDK closes what it gave when it forgets it: a descriptor of our own stays open.
        stream = socket.socket(fileno=os.dup(attached.fileno()))
        if theirs := getattr(attached, "_sock", None):
            theirs.close()
        attached.close()
        return stream

    @contextmanager
    def answers(self) -> Iterator[None]:
        """Within it, a daemon that fails or is gone is a SandboxFault."""
        try:
            self._look_for_socket()
            yield
        except APIError as problem:
            raise SandboxFault(f"The Docker daemon refuses: {problem.explanation or problem}.") from problem
        except (DockerException, requests.RequestException, OSError) as problem:
            raise SandboxFault(f"The Docker daemon does not answer: {problem}.") from problem

    def close(self) -> None:
        """Let the connections go."""
        self.api.close()

    def _look_for_socket(self) -> None:
        """Raise OSError where nobody listens; the SDK would forget to close its own socket then."""
        if self._address.startswith("unix://"):
            with socket.socket(socket.AF_UNIX) as trial:
                trial.connect(self._address.removeprefix("unix://"))

    def _version(self) -> str:
        """The version of its interface that the daemon speaks."""
        api = docker.APIClient(self._address, version=docker.constants.DEFAULT_DOCKER_API_VERSION)
        try:
            return str(api.version(api_version=False)["ApiVersion"])
        finally:
            api.close()

    def _check(self) -> None:
        if "name=seccomp" not in " ".join(self._info.get("SecurityOptions") or []):
            raise BoxUnavailable(
                "This Docker daemon has no seccomp, so a container could make every system call: use one "
                "whose kernel has SECCOMP_FILTER."
            )
        runtime, known = self.site.runtime, sorted(self._info.get("Runtimes") or {})
        if runtime and runtime not in known:
            raise BoxUnavailable(
                f"This Docker daemon has no runtime '{runtime}': name it in its daemon.json, or choose "
                f"another in ALLCLOSE_DOCKER_RUNTIME ({', '.join(known)})."
            )
