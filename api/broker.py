"""The broker that brings jobs to workers, and what they tell back."""

import time
from threading import Event, Thread

import msgspec
import structlog
from celery import Celery

from api.db.base import utc_now
from api.db.session import Database
from api.queue import Served
from api.workers import service as workers
from graders.job import GradeJob, Job, queue_of

RESULTS = "results"
"""The queue of what is told to the recorder."""
VISIBILITY_SECONDS = 60
"""After how long Redis gives a message that nobody confirmed to another."""
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
    "worker_hijack_root_logger": False,
    "worker_redirect_stdouts": False,
    "worker_enable_remote_control": False,
    "worker_send_task_events": False,
}
HINT_SECONDS = 0.05
"""Between two hints: one tells as much as many. The first goes at once."""
SERVED_SECONDS = 1.0
"""For how long it is remembered what workers can run."""

log = structlog.get_logger()


def celery_at(broker: str) -> Celery:
    """Celery, to send to this broker and to listen to it."""
    celery = Celery("server", broker=broker)
    celery.conf.update(CONFIGURATION)
    return celery


def send_job(celery: Celery, job: Job) -> None:
    """Have the job done by a worker that can. Raises what the broker's client raises."""
    text = msgspec.json.encode(job).decode()
    queue = queue_of(job.purpose, job.device, job.runtime)
    celery.send_task("worker.do", args=[text], queue=queue, retry=False)


class BrokerQueue:
    """The server's queue where workers are other processes. What is published is a hint to the recorder.

    A thread sends it, so that no request waits for a broker that is away: the recorder looks by itself, too.
    """

    def __init__(self, celery: Celery, database: Database) -> None:
        self._celery = celery
        self._database = database
        self._served = Served(frozenset())
        self._served_until = 0.0
        self._news = Event()
        self._stopping = Event()
        self._thread = Thread(target=self._hint, name="hints", daemon=True)

    @property
    def served(self) -> Served:
        """What the workers that live can run."""
        if time.monotonic() > self._served_until:
            with self._database.reading() as session:
                self._served = workers.at_work(session, utc_now()).served
            self._served_until = time.monotonic() + SERVED_SECONDS
        return self._served

    def publish(self, _job: GradeJob) -> None:
        """Tell the recorder that there is work."""
        self._news.set()

    def start(self) -> None:
        """Begin to send hints."""
        self._thread.start()

    def stop(self) -> None:
        """Send no more."""
        self._stopping.set()
        self._news.set()
        self._thread.join()

    def _hint(self) -> None:
        while True:
            self._news.wait()
            if self._stopping.is_set():
                return
            self._news.clear()
            try:
                self._celery.send_task("results.look", queue=RESULTS, retry=False)
            except Exception as error:  # noqa: BLE001  (the broker is away; the recorder looks by itself)
                log.warning("broker does not take hints", error=f"{type(error).__name__}: {error}")
            self._stopping.wait(HINT_SECONDS)
