"""Opens boxes by the name of their kind."""

from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import Self

from graders.box import BoxTask, Event, Sandbox
from worker.sandbox import machine
from worker.sandbox.bare import BareSandbox
from worker.sandbox.bwrap_exec.sandbox import BwrapExecSandbox
from worker.sandbox.cgroups.lent import find_groups
from worker.sandbox.containers.daemon import MACHINES_OWN, DockerSite
from worker.sandbox.containers.sandbox import DockerSandbox
from worker.sandbox.errors import BoxUnavailable
from worker.sandbox.namespaces.sandbox import NamespacesSandbox


class OpenSandbox:
    """A sandbox that has to be closed; use it as a context, or call `close`. Safe for several threads.

    runtimes: the names of those that it has. gpus: how many tasks for a GPU can run at a time.
    """

    def __init__(
        self, sandbox: Sandbox, close: Callable[[], None], runtimes: Collection[str], gpus: int = 0
    ) -> None:
        self._sandbox = sandbox
        self._close = close
        self.runtimes = tuple(runtimes)
        self.gpus = gpus

    @property
    def kind(self) -> str:
        """The box kind a report names."""
        return self._sandbox.kind

    def run(self, task: BoxTask) -> Iterator[Event]:
        """Run one task in a fresh child. See `graders.box.Sandbox.run`."""
        return self._sandbox.run(task)

    def close(self) -> None:
        """End every process of it."""
        self._close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_sandbox(kind: str, runtimes: Mapping[str, Path], docker: DockerSite = MACHINES_OWN) -> OpenSandbox:
    """Boxes of this kind for these runtimes (name → that runtime's python). docker: where that kind runs.

    Raises BoxUnavailable, with a sentence that says what this machine lacks and how to mend it.
    """
    if kind not in _KINDS:
        raise BoxUnavailable(
            f"There is no box '{kind}': choose {', '.join(ISOLATED)}, or bare for no isolation at all."
        )
    return _KINDS[kind](runtimes, docker)


def _namespaces(runtimes: Mapping[str, Path], _docker: DockerSite) -> OpenSandbox:
    machine.require()
    sandbox = NamespacesSandbox(runtimes, groups=find_groups())
    return OpenSandbox(sandbox, sandbox.close, runtimes)


def _bwrap_exec(runtimes: Mapping[str, Path], _docker: DockerSite) -> OpenSandbox:
    machine.require()
    sandbox = BwrapExecSandbox(runtimes)
    return OpenSandbox(sandbox, sandbox.close, runtimes)


def _docker(runtimes: Mapping[str, Path], docker: DockerSite) -> OpenSandbox:
    sandbox = DockerSandbox(runtimes, docker)
    return OpenSandbox(sandbox, sandbox.close, sandbox.runtimes)


def _bare(runtimes: Mapping[str, Path], _docker: DockerSite) -> OpenSandbox:
    return OpenSandbox(BareSandbox(runtimes), lambda: None, runtimes)


_KINDS: dict[str, Callable[[Mapping[str, Path], DockerSite], OpenSandbox]] = {
    "namespaces": _namespaces,
    "bwrap-exec": _bwrap_exec,
    "docker": _docker,
    "bare": _bare,
}
ISOLATED = tuple(kind for kind in _KINDS if kind != "bare")
"""The kinds that hold a hostile handin."""
