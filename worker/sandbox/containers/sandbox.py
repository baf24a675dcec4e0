"""The `docker` box: for each task a container of its own, from a pool of warm ones that are used once.

Theory of operation. Docker raises the walls (`options` lists them) and our code in the container the rest:
rlimits, Landlock, the whole filter of system calls. Three kinds of process take part: the supervisor (this
one), process 1 of a container, which only watches, and its child, which runs the handin. A task goes in and
frames come out on the container's standard streams, so the daemon may run elsewhere and the containers be
gVisor's. Deadlines and bounds are kept here, as for every box.

A container ends when its standard input is closed: with the supervisor, and with the daemon. Where its
processes are the same machine's it is killed by the kernel at our word, whether the daemon lives or not.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from pathlib import Path

from graders.box import BoxTask, Event
from graders.wire import encode_task
from worker.sandbox.allowances import allowance_of
from worker.sandbox.containers.container import Recipe, WarmContainer
from worker.sandbox.containers.daemon import Daemon
from worker.sandbox.containers.image import find_images, python_of
from worker.sandbox.containers.options import Size
from worker.sandbox.containers.removal import remove_container, remove_leftovers
from worker.sandbox.containers.site import DockerSite
from worker.sandbox.errors import BoxUnavailable
from worker.sandbox.gpus.desk import GpuDesk
from worker.sandbox.gpus.find import Gpu
from worker.sandbox.namespaces.inside.allowance import Allowance
from worker.sandbox.namespaces.inside.box import SHARED_MEMORY
from worker.sandbox.namespaces.runtime import read_runtime
from worker.sandbox.pool import Pools, size_up
from worker.sandbox.reading import watch

_AHEAD = 2
_ROOM = 1 << 30
"""Memory of a container beyond its job's: an interpreter with its libraries, twice."""
_ROOM_GPU = 4 << 30
"""And with CUDA's, which are larger than torch itself."""


class DockerSandbox:
    """Implements `graders.box.Sandbox`. runtimes: name → that runtime's python on this machine.

    A runtime has an image that was made from it, see `image`; one that has none is not offered. Raises
    BoxUnavailable where none has.
    """

    kind = "docker"

    def __init__(
        self,
        runtimes: Mapping[str, Path],
        site: DockerSite,
        ahead: int = _AHEAD,
        gpus: Sequence[Gpu] = (),
    ) -> None:
        self._gpus = GpuDesk(gpus)
        self._daemon = Daemon(site)
        known = {name: read_runtime(name, python) for name, python in runtimes.items()}
        self._images = find_images(self._daemon, known)
        self._pythons = {name: python_of(runtime) for name, runtime in known.items()}
        remove_leftovers(self._daemon)
        self._starter = ThreadPoolExecutor(2, thread_name_prefix="containers")
        self._remover = ThreadPoolExecutor(1, thread_name_prefix="containers-over")
        self._pools = Pools(self._warm, ahead, self._starter)

    @property
    def runtimes(self) -> tuple[str, ...]:
        """The runtimes that have an image."""
        return tuple(self._images)

    def run(self, task: BoxTask) -> Iterator[Event]:
        """Run one task in a fresh container. See `graders.box.Sandbox.run`."""
        message = encode_task(task)
        allowance = allowance_of(task, len(message))
        runtime, size = self._needs(task, allowance)
        with self._gpus.one() if task.device == "cuda" else nullcontext() as gpu:
            key = runtime, size, gpu.name if gpu else ""
            container, child = self._pools.start(key, lambda container: container.begin(allowance, message))
            with container:
                yield from watch(task, child)

    def close(self) -> None:
        """End everything."""
        self._pools.close()
        self._starter.shutdown()
        self._remover.shutdown()
        self._daemon.close()

    def _warm(self, key: tuple[str, Size, str]) -> WarmContainer:
        runtime, size, gpu = key
        image, python = self._images[runtime], self._pythons[runtime]
        return WarmContainer(Recipe(self._daemon, image, python, size, gpu, self._remove))

    def _remove(self, container: str) -> None:
        self._remover.submit(remove_container, self._daemon, container)

    def _needs(self, task: BoxTask, allowance: Allowance) -> tuple[str, Size]:
        if task.runtime not in self._images:
            known = ", ".join(self._images) or "none"
            raise BoxUnavailable(f"There is no runtime '{task.runtime}' here; there are: {known}.")
        files = size_up(allowance.files)
        # Files in memory count as memory of the container.
        room = _ROOM_GPU if task.device == "cuda" else _ROOM
        memory = size_up(allowance.memory + files + SHARED_MEMORY + room)
        return task.runtime, Size(memory, files)
