"""Opens boxes by the name of their kind."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from graders.box import BoxTask, Event, Sandbox
from worker.sandbox.bare import BareSandbox
from worker.sandbox.bwrap_exec.sandbox import BwrapExecSandbox
from worker.sandbox.cgroups.lent import find_groups
from worker.sandbox.containers.site import MACHINES_OWN, DockerSite
from worker.sandbox.errors import BoxUnavailable
from worker.sandbox.gpus.find import AUTO, choose_gpus
from worker.sandbox.machine import needs
from worker.sandbox.namespaces.sandbox import NamespacesSandbox


@dataclass(frozen=True)
class Site:
    """What of a machine boxes may use. docker: where that kind runs. gpus: "auto", "none", or their names."""

    docker: DockerSite = MACHINES_OWN
    gpus: str = AUTO


HERE = Site()


class OpenSandbox:
    """A sandbox that has to be closed; use it as a context, or call `close`. Safe for several threads.

    runtimes: the names of those that it has. gpus: how many tasks for a GPU can run at a time. by_gpu: the
    sandbox that runs those, where that is another.
    """

    def __init__(
        self,
        sandbox: Sandbox,
        closes: Sequence[Callable[[], None]],
        runtimes: Collection[str],
        gpus: int = 0,
        by_gpu: Sandbox | None = None,
    ) -> None:
        self._sandbox = sandbox
        self._closes = closes
        self._by_gpu = by_gpu or sandbox
        self.runtimes = tuple(runtimes)
        self.gpus = gpus

    @property
    def kind(self) -> str:
        """The box kind a report names."""
        return self._sandbox.kind

    def on(self, device: str) -> Sandbox:
        """The sandbox that runs tasks for this device, whose kind their reports name."""
        return self._by_gpu if device == "cuda" else self._sandbox

    def run(self, task: BoxTask) -> Iterator[Event]:
        """Run one task in a fresh child. See `graders.box.Sandbox.run`."""
        return self.on(task.device).run(task)

    def wrap(self, around: Callable[[Sandbox], Sandbox]) -> None:
        """Run every task through something that looks on, such as a count, from now on."""
        alike = self._by_gpu is self._sandbox
        self._sandbox = around(self._sandbox)
        self._by_gpu = self._sandbox if alike else around(self._by_gpu)

    def close(self) -> None:
        """End every process of it."""
        with ExitStack() as stack:
            for close in self._closes:
                stack.callback(close)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def open_sandbox(kind: str, runtimes: Mapping[str, Path], site: Site = HERE) -> OpenSandbox:
    """Boxes of this kind for these runtimes (name → that runtime's python).

    Raises BoxUnavailable, with a sentence that says what this machine lacks and how to mend it.
    """
    require_kind(kind)
    return _KINDS[kind](runtimes, site)


def require_kind(kind: str) -> None:
    """Raise BoxUnavailable where there is no kind of this name."""
    if kind not in _KINDS:
        raise BoxUnavailable(
            f"There is no box '{kind}': choose {', '.join(ISOLATED)}, or bare for no isolation at all."
        )


def _namespaces(runtimes: Mapping[str, Path], site: Site) -> OpenSandbox:
    needs.require()
    gpus = choose_gpus(site.gpus)
    sandbox = NamespacesSandbox(runtimes, groups=find_groups())
    if not gpus:
        return OpenSandbox(sandbox, [sandbox.close], runtimes)
    # CUDA does not survive a fork: what needs a GPU has an interpreter of its own.
    fresh = BwrapExecSandbox(runtimes, gpus=gpus)
    return OpenSandbox(sandbox, [sandbox.close, fresh.close], runtimes, len(gpus), fresh)


def _bwrap_exec(runtimes: Mapping[str, Path], site: Site) -> OpenSandbox:
    needs.require()
    gpus = choose_gpus(site.gpus)
    sandbox = BwrapExecSandbox(runtimes, gpus=gpus)
    return OpenSandbox(sandbox, [sandbox.close], runtimes, len(gpus))


def _docker(runtimes: Mapping[str, Path], site: Site) -> OpenSandbox:
    # Docker's SDK takes a quarter of a second to import, which other kinds need not wait for.
    from worker.sandbox.containers.sandbox import DockerSandbox

    gpus = choose_gpus(site.gpus)
    sandbox = DockerSandbox(runtimes, site.docker, gpus=gpus)
    return OpenSandbox(sandbox, [sandbox.close], sandbox.runtimes, len(gpus))


def _bare(runtimes: Mapping[str, Path], site: Site) -> OpenSandbox:
    gpus = choose_gpus(site.gpus)
    return OpenSandbox(BareSandbox(runtimes, gpus), [], runtimes, len(gpus))


_KINDS: dict[str, Callable[[Mapping[str, Path], Site], OpenSandbox]] = {
    "namespaces": _namespaces,
    "bwrap-exec": _bwrap_exec,
    "docker": _docker,
    "bare": _bare,
}
KINDS = tuple(_KINDS)
ISOLATED = tuple(kind for kind in KINDS if kind != "bare")
"""The kinds that hold a hostile handin."""
