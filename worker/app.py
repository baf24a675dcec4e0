"""The worker as a process: boxes, caches, and Celery, which brings the jobs."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import Any

import msgspec
import structlog
from celery import Celery
from celery.signals import worker_shutting_down

from graders.cache import ArrayCache
from graders.job import Job, queue_of
from graders.told import Left, Told, Worker
from worker.crew import Crew
from worker.engine import engine_digest
from worker.metrics import REGISTRY
from worker.metrics.boxes import Counted
from worker.metrics.caches import CacheFigures
from worker.metrics.places import PLACES
from worker.metrics.serving import figures_served
from worker.objects import Objects
from worker.outbox import Outbox
from worker.pool import Waker, WakingPool
from worker.pulse import Pulse
from worker.runtimes import installed_runtimes
from worker.sandbox.containers.site import DockerSite
from worker.sandbox.courtesy import go_last
from worker.sandbox.open import OpenSandbox, Site, open_sandbox
from worker.settings import WorkerSettings
from worker.shelf import Shelf
from worker.telemetry import telemetry
from worker.work import do

VISIBILITY_SECONDS = 60
"""After how long Redis gives a message that nobody confirmed to another. Jobs are confirmed as they begin."""
FAREWELL_SECONDS = 10.0
"""How long the last messages may take."""
CONFIGURATION = {
    "broker_connection_retry_on_startup": True,
    "broker_connection_max_retries": None,
    "broker_transport_options": {
        "visibility_timeout": VISIBILITY_SECONDS,
        "unacked_restore_throttle": 1,
        "socket_timeout": 10,
        "socket_connect_timeout": 5,
        "health_check_interval": 10,
    },
    "accept_content": ["json"],
    "task_ignore_result": True,
    "task_store_errors_even_if_ignored": False,
    "worker_prefetch_multiplier": 1,
    "worker_hijack_root_logger": False,
    "worker_redirect_stdouts": False,
    "worker_enable_remote_control": False,  # nobody but the server tells a worker what to do
    "worker_send_task_events": False,
}

log = structlog.get_logger()


def run(settings: WorkerSettings) -> None:
    """Work until asked to end; then finish what runs. Raises BoxUnavailable or NoRuntime."""
    go_last()
    celery = Celery("worker", broker=settings.broker)
    celery.conf.update(CONFIGURATION)
    # Celery can do so with Redis alone; to other brokers it says that it cannot, and goes on.
    celery.conf.worker_disable_prefetch = settings.broker.startswith("redis")
    celery.steps["worker"].add(Waker)
    with crew_of(settings, celery) as crew:
        celery.task(name="worker.do", bind=False)(_doing(crew))
        drain = _draining(crew, settings.drain_seconds)
        worker_shutting_down.connect(drain)
        queues = queues_of(crew.worker)
        log.info("worker is ready", worker=crew.worker.name, queues=queues)
        celery.Worker(
            pool=WakingPool,
            # One more than its places: what waits behind students has a thread without taking theirs.
            concurrency=crew.worker.slots + 1,
            queues=queues,
            hostname=f"worker@{crew.worker.name}",
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=True,
            quiet=True,
        ).start()


@contextmanager
def crew_of(settings: WorkerSettings, celery: Celery) -> Iterator[Crew]:
    """Everything that tasks need; ended, and the last word said, when the block is left."""

    def send(batch: list[Told]) -> None:
        text = msgspec.json.encode(batch).decode()
        celery.send_task("results.told", args=[text], queue="results", retry=False)

    with ExitStack() as stack:
        stack.enter_context(telemetry(settings.telemetry, "allclose-worker"))
        runtimes = installed_runtimes(settings.home)
        site = Site(DockerSite(settings.docker_host, settings.docker_runtime), settings.gpus)
        sandbox = stack.enter_context(open_sandbox(settings.box, runtimes, site))
        sandbox.wrap(Counted)
        outbox = Outbox(send)
        crew = Crew(
            worker=worker_of(settings, sandbox),
            sandbox=sandbox,
            objects=stack.enter_context(Objects(Shelf(settings.cache / "objects", settings.cache_mb << 19))),
            arrays=ArrayCache(folder=settings.cache / "arrays" / _kind_of(sandbox, runtimes)),
            tell=outbox.tell,
        )
        PLACES.set(settings.workers)
        caches = CacheFigures({"arrays": crew.arrays.finds, "bundles": crew.objects.finds})
        port = (settings.metrics_host, settings.metrics_port)
        stack.enter_context(figures_served(*port, REGISTRY, caches))
        outbox.start()
        stack.callback(outbox.close, FAREWELL_SECONDS)
        stack.callback(crew.tell, Left(crew.worker.name))
        pulse = Pulse(crew, settings.cache_mb // 2)
        pulse.start()
        stack.callback(pulse.stop)
        yield crew


def worker_of(settings: WorkerSettings, sandbox: OpenSandbox) -> Worker:
    """How the worker introduces itself."""
    return Worker(
        name=settings.name,
        version=engine_digest(),
        runtimes=tuple(sorted(sandbox.runtimes)),
        slots=settings.workers,
        gpus=sandbox.gpus,
        box=sandbox.kind,
    )


def queues_of(worker: Worker) -> list[str]:
    """The queues of all that it can run, students' first."""
    devices = ("cpu", "cuda") if worker.gpus else ("cpu",)
    return [
        queue_of(purpose, device, runtime)
        for purpose in ("grade", "regrade", "prove")
        for device in devices
        for runtime in worker.runtimes
    ]


def _kind_of(sandbox: OpenSandbox, runtimes: dict[str, Path]) -> str:
    """What expected arrays, and what they cost, depend on beside their key."""
    parts = (engine_digest(), sandbox.kind, sorted(str(python) for python in runtimes.values()))
    return blake2b(repr(parts).encode(), digest_size=8).hexdigest()


def _doing(crew: Crew) -> Any:
    def work(text: str) -> None:
        do(crew, msgspec.json.decode(text, type=Job))

    return work


def _draining(crew: Crew, seconds: float) -> Any:
    def drain(**_: object) -> None:
        crew.end_within(seconds)

    return drain
