"""The whole service in one process: HTTP, SQLite, blobs by digest, a dispatcher and its boxes."""

import fcntl
import signal
import socket
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

import uvicorn

from api import metrics as of_api
from api.app import create_app
from api.blobs import BlobStore
from api.blobs.open import open_blobs
from api.db.migrate import upgrade
from api.db.session import Database
from api.metrics.lines import LineFigures
from api.queue import Served
from deploy.background import BackRoom
from deploy.background.chores import chores
from deploy.boxes import open_boxes
from deploy.dispatcher import Dispatcher
from deploy.errors import Refusal
from deploy.settings import EmbeddedSettings
from worker import metrics as of_worker
from worker.metrics.boxes import Counted
from worker.metrics.places import PLACES
from worker.metrics.serving import figures_served
from worker.runtimes import installed_runtimes
from worker.sandbox.open import OpenSandbox
from worker.telemetry import telemetry

DRAIN_SECONDS = 5
"""How long open connections may last at the end."""


class AlreadyServed(Refusal):
    """Another server runs on this data folder."""


class NoListener(Refusal):
    """Nobody can be heard at the address that was asked for; perhaps another program listens there."""


@dataclass(frozen=True)
class Service:
    """The parts of a running service. ending: tells event streams to end. address: where people reach it."""

    settings: EmbeddedSettings
    database: Database
    blobs: BlobStore
    sandbox: OpenSandbox
    server: uvicorn.Server
    ending: Event
    socket: socket.socket

    @property
    def address(self) -> str:
        """Where people reach it."""
        host, port = self.socket.getsockname()[:2]
        return self.settings.address or f"http://{f'[{host}]' if ':' in host else host}:{port}"

    @contextmanager
    def answering(self) -> Iterator[None]:
        """Answer requests, on a thread of its own, for as long as the block lasts."""
        thread = Thread(target=self.server.run, kwargs={"sockets": [self.socket]}, name="http")
        thread.start()
        try:
            yield
        finally:
            self.ending.set()
            self.server.should_exit = True
            thread.join()


@contextmanager
def embedded(settings: EmbeddedSettings) -> Iterator[Service]:
    """Everything but the answering of requests, which is `Service.answering`. Ends what runs before it ends.

    Raises AlreadyServed, NoListener, NoFigures, TelemetryMissing, BoxUnavailable, NoRuntime, BlobsRefused, or
    OSError (a folder that cannot be written) before anything has begun.
    """
    with ExitStack() as stack:
        stack.enter_context(lock_of(settings.data))
        listener = stack.enter_context(listen_at(settings.host, settings.port))
        stack.enter_context(telemetry(settings.telemetry, "allclose"))
        runtimes = installed_runtimes(settings.home)
        sandbox = stack.enter_context(open_boxes(settings, runtimes))
        upgrade(settings.database_url)
        database = Database(settings.database_url)
        stack.callback(database.close)
        blobs = open_blobs(settings)
        served = Served(frozenset(sandbox.runtimes), sandbox.gpus)
        sandbox.wrap(Counted)
        dispatcher = Dispatcher(database, blobs, sandbox, served, settings.workers)
        app = create_app(settings, database, dispatcher, blobs)
        config = uvicorn.Config(
            app, log_config=None, access_log=False, timeout_graceful_shutdown=DRAIN_SECONDS, lifespan="off"
        )
        PLACES.set(settings.workers)
        lines = LineFigures(database, lambda: served)
        figures = (of_api.REGISTRY, of_worker.REGISTRY, lines, dispatcher.figures)
        stack.enter_context(figures_served(settings.metrics_host, settings.metrics_port, *figures))
        dispatcher.start()
        stack.callback(dispatcher.stop)
        back_room = BackRoom(database, sandbox, served, chores(settings, database, blobs, served))
        back_room.start()
        stack.callback(back_room.stop)
        yield Service(settings, database, blobs, sandbox, uvicorn.Server(config), app.state.ending, listener)


def wait_for_end() -> None:
    """Return when somebody asks this process to end: by Ctrl-C, or by SIGTERM as a service manager does.

    Whoever asks again is obeyed at once, like a power cut: what runs is graded after the next start.
    """
    asked = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: asked.set())
    asked.wait()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


def listen_at(host: str, port: int) -> socket.socket:
    """Listen at an address, by IPv4 or IPv6. Raises NoListener."""
    try:
        return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as error:
        raise NoListener(
            f"Nobody can be heard at {host}, port {port}: {error.strerror}. "
            "Choose another with --host or --port."
        ) from None


@contextmanager
def lock_of(folder: Path) -> Iterator[None]:
    """Hold the data folder: of two servers on one, each would take the other's gradings for left over."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / "lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise AlreadyServed(
                f"Another server runs on {folder}: end it, or choose another folder with --data."
            ) from None
        yield
