"""The `namespaces` box: a warm template for each runtime, one clone of it for each task.

Theory of operation. Three kinds of process take part, and trust falls from one to the next.

    supervisor   this process: sends a task's bytes, keeps time, kills, reads frames        (trusted)
      bwrap      the outer box: a read-only view, no network, no privileges, no environment
        template a Python that has imported numpy or torch and waits, one a runtime         (knows no secret)
          child  a clone in namespaces of its own, locked down, running one task            (untrusted)

`nursery` keeps templates alive and children ready, `template` and `clone` are those processes seen from
here, `worker.sandbox.reading` watches a child to its end. The code on the other side of the sockets is in
`inside/`; its `box` lists the walls. Everything a child has (processes, mounts, files, memory) is gone with
it, because it is process 1 of its namespaces and its files are in its memory.
"""

import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from graders.box import BoxTask, Event
from graders.wire import encode_task
from worker.sandbox.allowances import allowance_of
from worker.sandbox.cgroups.group import Groups
from worker.sandbox.errors import BoxUnavailable
from worker.sandbox.namespaces.nursery import AHEAD, Nursery
from worker.sandbox.namespaces.runtime import read_runtime
from worker.sandbox.namespaces.wear import Wear
from worker.sandbox.reading import watch


class NamespacesSandbox:
    """Implements `graders.box.Sandbox`. runtimes: name → that runtime's python.

    A runtime's template starts when it is first needed, and another takes over when it is worn. groups: where
    each child gets a control group, if anywhere; they are closed with the sandbox. at_once: how many jobs of
    one runtime run at the same time; the others wait in line, each behind its own kind only. ahead: children
    of a runtime that stand ready before their jobs.
    """

    kind = "namespaces"

    def __init__(
        self,
        runtimes: Mapping[str, Path],
        wear: Wear = Wear(),  # noqa: B008 - it never changes
        groups: Groups | None = None,
        at_once: int = 0,
        ahead: int = AHEAD,
    ) -> None:
        # One thread a runtime, for the whole life: the kernel kills a template with the thread that started
        # it, and torch's takes a second, which numpy's must not wait for.
        self._groups = groups
        self._starters = {name: ThreadPoolExecutor(1, f"template-{name}") for name in runtimes}
        self._nurseries = {
            name: Nursery(
                read_runtime(name, python),
                self._starters[name],
                wear,
                groups,
                at_once or _processors(),
                ahead,
            )
            for name, python in runtimes.items()
        }

    def run(self, task: BoxTask) -> Iterator[Event]:
        """Run one task in a fresh child. See `graders.box.Sandbox.run`."""
        nursery = self._nursery(task)
        message = encode_task(task)
        with nursery.lane.place():
            clone, child = nursery.begin(allowance_of(task, len(message)), message)
            with clone:
                yield from watch(task, child)

    def close(self, seconds: float = 0.0) -> None:
        """Let what runs finish for so long, then end everything."""
        for name, nursery in self._nurseries.items():
            nursery.close(seconds)
            self._starters[name].shutdown()
        if self._groups:
            self._groups.close()

    def _nursery(self, task: BoxTask) -> Nursery:
        if task.device == "cuda":
            raise BoxUnavailable(
                "The namespaces box has no GPU: a template that is cloned may not touch one."
            )
        if task.runtime not in self._nurseries:
            known = ", ".join(self._nurseries) or "none"
            raise BoxUnavailable(f"There is no runtime '{task.runtime}' here; there are: {known}.")
        return self._nurseries[task.runtime]


def _processors() -> int:
    """Two at least: while one job is judged, another can run."""
    return max(2, len(os.sched_getaffinity(0)))
