"""The processes of the whole service, but for workers: HTTP, and the recorder."""

import gc
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn
from prometheus_client.registry import Collector

from api.app import create_app
from api.blobs import BlobStore
from api.blobs.open import open_blobs
from api.broker import BrokerQueue, celery_at
from api.db.session import Database
from api.metrics import REGISTRY
from api.metrics.lines import LineFigures
from api.recorder import process
from api.settings import Settings
from deploy.errors import Refusal
from worker.metrics.serving import figures_served
from worker.telemetry import telemetry

DRAIN_SECONDS = 10
"""How long open connections may last at the end."""


class NotSetUp(Refusal):
    """A setting without which this process is of no use."""


def serve_http(settings: Settings, host: str, port: int) -> None:
    """Answer requests until asked to end. Raises NotSetUp."""
    require(settings)
    with opened(settings) as (database, blobs):
        queue = BrokerQueue(celery_at(settings.broker), database)
        app = create_app(settings, database, queue, blobs)
        config = uvicorn.Config(
            app,
            host=host,
            port=port,
            log_config=None,
            access_log=False,
            timeout_graceful_shutdown=DRAIN_SECONDS,
            lifespan="off",
        )
        gc.freeze()  # else a full collection looks through all that was imported: 0.2 s of somebody's request
        queue.start()
        try:
            with watched(settings, "allclose-api", REGISTRY):
                answer(_Server(config, app.state.ending.set))
        finally:
            queue.stop()


def answer(server: uvicorn.Server) -> None:
    """Answer until asked to end, and return then.

    uvicorn raises the signal that it was asked by once more at its end, for whoever was there before. That
    would end the process in the midst of ending: spans unsent, connections open.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    server.run()


def record(settings: Settings) -> None:
    """Hear what workers tell, and give out work, until asked to end. Raises NotSetUp."""
    require(settings)
    if not (settings.worker_address or settings.address):
        raise NotSetUp("Set ALLCLOSE_WORKER_ADDRESS: where workers fetch handins, such as http://api:8000.")
    with opened(settings) as (database, blobs):
        served = BrokerQueue(celery_at(settings.broker), database)
        lines = LineFigures(database, lambda: served.served)
        with watched(settings, "allclose-recorder", REGISTRY, lines):
            process.run(settings, database, blobs)


@contextmanager
def watched(settings: Settings, service: str, *figures: Collector) -> Iterator[None]:
    """Let Prometheus read this process, and send its spans, where the settings say, while the block lasts."""
    with (
        telemetry(settings.telemetry, service),
        figures_served(settings.metrics_host, settings.metrics_port, *figures),
    ):
        yield


def require(settings: Settings) -> None:
    """Raise NotSetUp where there is no broker, or no database that several processes may share."""
    if not settings.broker:
        raise NotSetUp(
            "Set ALLCLOSE_BROKER, such as redis://redis:6379/0; without one, `allclose serve` does it all."
        )
    if settings.database_url.startswith("sqlite"):
        raise NotSetUp("Set ALLCLOSE_DATABASE to a Postgres: SQLite is for `allclose serve` alone.")


@contextmanager
def opened(settings: Settings) -> Iterator[tuple[Database, BlobStore]]:
    """The database and the files of the service, for as long as the block lasts."""
    database = Database(settings.database_url)
    try:
        yield database, open_blobs(settings)
    finally:
        database.close()


class _Server(uvicorn.Server):
    """Lets event streams end, which would never end by themselves, as soon as the server is asked to."""

    def __init__(self, config: uvicorn.Config, end: Callable[[], None]) -> None:
        super().__init__(config)
        self._end = end

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Somebody asks the server to end."""
        self._end()
        super().handle_exit(sig, frame)
