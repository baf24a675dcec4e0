"""One runtime's warm template, kept alive, renewed in time, and children forked ahead of their jobs.

Making the namespaces is most of what starting a box costs. So a child or two always stand ready, each in
its control group; another is made, on a thread of its own, when one is taken.
"""

import contextlib
import threading
from collections import deque
from concurrent.futures import Executor, Future, ThreadPoolExecutor

from graders.errors import GraderFault
from worker.sandbox.cgroups.group import Groups
from worker.sandbox.namespaces.clone import Clone, TemplateDied
from worker.sandbox.namespaces.inside.allowance import Allowance
from worker.sandbox.namespaces.lane import Lane
from worker.sandbox.namespaces.runtime import Runtime
from worker.sandbox.namespaces.template import Template
from worker.sandbox.namespaces.wear import Wear
from worker.sandbox.reading import Child

AHEAD = 2
"""Children that stand ready, unless somebody says otherwise."""


class Nursery:
    """Children of one runtime, from whichever template is the current one. Safe for several threads.

    starter: runs in a thread that outlives every template, since the kernel kills a template with the thread
    that started it. at_once: how many jobs the lane lets run; `lane` is for the caller to stand in. ahead:
    children that stand ready, at most; fewer where fewer jobs run at once.
    """

    def __init__(
        self,
        runtime: Runtime,
        starter: Executor,
        wear: Wear,
        groups: Groups | None = None,
        at_once: int = AHEAD,
        ahead: int = AHEAD,
    ) -> None:
        self.lane = Lane(at_once)
        self._runtime = runtime
        self._wear = wear
        self._groups = groups
        self._ahead = min(ahead, at_once)
        self._starter = starter
        self._midwife = ThreadPoolExecutor(1, thread_name_prefix="midwife")
        self._lock = threading.Lock()
        self._template: Template | None = None
        self._next: Future[Template] | None = None
        self._ready: deque[Future[Clone]] = deque()
        self._retired: list[Template] = []

    def begin(self, allowance: Allowance, task: bytes) -> tuple[Clone, Child]:
        """A clone at work on this task in its closed box, and how to watch it. Raises GraderFault."""
        try:
            return self._begin(allowance, task)
        except TemplateDied:
            # Nothing has been heard of the handin yet, so a new template may start over.
            return self._begin(allowance, task)

    def close(self, seconds: float = 0.0) -> None:
        """Let what runs finish for so long, then end every template and child."""
        self.lane.close(seconds)
        with self._lock:
            if self._next:
                self._retired.append(self._next.result())
            self._forget()
            for template in self._retired:
                template.close()
            self._retired.clear()
        self._midwife.shutdown()

    def _begin(self, allowance: Allowance, task: bytes) -> tuple[Clone, Child]:
        with self._lock:
            template = self._current()
            ready = self._ready.popleft() if self._ready else None
        try:
            clone = ready.result() if ready else _born(template)
            child = self._set_to_work(clone, allowance, task)
        except TemplateDied:
            self._ask_no_more(template)
            raise
        self._fork_ahead()
        return clone, child

    def _set_to_work(self, clone: Clone, allowance: Allowance, task: bytes) -> Child:
        try:
            return clone.begin(allowance, task)
        except BaseException:
            clone.close()
            raise

    def _ask_no_more(self, template: Template) -> None:
        # While the kernel takes a dead template apart, its socket still looks alive.
        with self._lock:
            if self._template is template:
                self._send_away()
                template.retire()
                self._retired.append(template)
                self._template = None

    def _fork_ahead(self) -> None:
        with self._lock:
            while self._template and len(self._ready) < self._ahead:
                self._ready.append(self._midwife.submit(_born, self._template))

    def _current(self) -> Template:
        self._retired = [template for template in self._retired if not template.gone()]
        if self._template and not self._template.alive:
            self._forget()
        if self._template is None:
            self._template = self._start().result()
        elif self._next and self._next.done():
            self._renew(self._next)
        elif self._template.worn and not self._next:
            self._next = self._start()  # in the background: the worn one still serves
        return self._template

    def _start(self) -> Future[Template]:
        return self._starter.submit(Template, self._runtime, self._wear, self._groups)

    def _renew(self, started: Future[Template]) -> None:
        self._next = None
        fresh = started.result()
        self._send_away()
        if self._template:
            self._template.retire()
            self._retired.append(self._template)
        self._template = fresh

    def _forget(self) -> None:
        self._send_away()
        if self._template:
            self._template.close()
        self._template = None

    def _send_away(self) -> None:
        """End the children that stand ready."""
        while self._ready:
            with contextlib.suppress(GraderFault):  # one that was never born needs no end
                self._ready.popleft().result().close()


def _born(template: Template) -> Clone:
    """A child that lives and waits for its job. Raises GraderFault."""
    clone = template.bear()
    try:
        clone.be_born()
    except BaseException:
        clone.close()
        raise
    return clone
