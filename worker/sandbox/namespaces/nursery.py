"""One runtime's warm template, kept alive, renewed in time, and a child forked ahead of its job.

Making the namespaces is most of what starting a box costs. So one child always stands ready; the next one
is asked for when it is taken, and made while the job runs.
"""

import contextlib
import threading
from concurrent.futures import Executor, Future

from worker.sandbox.namespaces.clone import Clone, TemplateDied
from worker.sandbox.namespaces.inside.allowance import Allowance
from worker.sandbox.namespaces.runtime import Runtime
from worker.sandbox.namespaces.template import Template
from worker.sandbox.reading import Child


class Nursery:
    """Children of one runtime, from whichever template is the current one. Safe for several threads.

    most_children: after so many a new template takes over. starter: runs in a thread that outlives every
    template, since the kernel kills a template with the thread that started it.
    """

    def __init__(self, runtime: Runtime, starter: Executor, most_children: int) -> None:
        self._runtime = runtime
        self._most_children = most_children
        self._starter = starter
        self._lock = threading.Lock()
        self._template: Template | None = None
        self._next: Future[Template] | None = None
        self._ready: Clone | None = None
        self._retired: list[Template] = []

    def begin(self, allowance: Allowance, task: bytes) -> tuple[Clone, Child]:
        """A clone at work on this task in its closed box, and how to watch it. Raises GraderFault."""
        try:
            return self._begin(allowance, task)
        except TemplateDied:
            # Nothing has been heard of the handin yet, so a new template may start over.
            return self._begin(allowance, task)

    def close(self) -> None:
        """End every template and child."""
        with self._lock:
            if self._next:
                self._retired.append(self._next.result())
            self._forget()
            for template in self._retired:
                template.close()
            self._retired.clear()

    def _begin(self, allowance: Allowance, task: bytes) -> tuple[Clone, Child]:
        with self._lock:
            template = self._current()
            clone, self._ready = self._ready or template.bear(), None
        try:
            child = clone.begin(allowance, task)
        except BaseException as problem:
            clone.close()
            if isinstance(problem, TemplateDied):
                self._ask_no_more(template)
            raise
        self._fork_ahead()
        return clone, child

    def _ask_no_more(self, template: Template) -> None:
        # While the kernel takes a dead template apart, its socket still looks alive.
        with self._lock:
            if self._template is template:
                if self._ready:
                    self._ready.close()
                template.retire()
                self._retired.append(template)
                self._template = self._ready = None

    def _fork_ahead(self) -> None:
        with self._lock, contextlib.suppress(TemplateDied):  # whoever asks next will see
            if self._template and not self._ready:
                self._ready = self._template.bear()

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
        return self._starter.submit(Template, self._runtime, self._most_children)

    def _renew(self, started: Future[Template]) -> None:
        self._next = None
        fresh = started.result()
        if self._template:
            self._template.retire()
            self._retired.append(self._template)
        self._template = fresh

    def _forget(self) -> None:
        if self._ready:
            self._ready.close()
        if self._template:
            self._template.close()
        self._ready = self._template = None
