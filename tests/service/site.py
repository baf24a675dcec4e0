"""The whole service as its operator runs it: api, recorder, workers, Postgres and Redis, each a process."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from tests.fixtures.ports import free_port
from tests.fixtures.postgres import Postgres, require_postgres, running
from tests.fixtures.program import ROOT, Program
from tests.fixtures.redis import Redis, running_redis
from tests.runtimes import runtime_python
from tests.service.programs import READY_SECONDS, command, environment, wait_until_ready


class Broker(Protocol):
    """What brings jobs to workers."""

    @property
    def address(self) -> str:
        """Where it is, as clients are told."""

    @property
    def pid(self) -> int:
        """Its process."""


@dataclass(frozen=True)
class Size:
    """How many of each there are. slots: gradings at a time of one worker."""

    apis: int = 1
    recorders: int = 1
    workers: int = 1
    slots: int = 1


class Site:
    """A service whose parts can be killed and started again, each at its old address.

    settings: of the server's processes, beside those that tell them where the others are.
    """

    name = "processes"
    grades_apart = True

    def __init__(
        self, folder: Path, postgres: Postgres, broker: Broker, size: Size, settings: Mapping[str, str]
    ) -> None:
        self.postgres, self.broker = postgres, broker
        self.data = folder / "data"
        self.data.mkdir(mode=0o700)
        self.database_url = postgres.empty()
        self.caches = [folder / f"cache-{number}" for number in range(size.workers)]
        ports = [free_port() for _ in range(size.apis)]
        self.addresses = [f"http://127.0.0.1:{port}" for port in ports]
        self._server = environment(
            database=self.database_url, broker=broker.address, data=str(self.data),
            worker_address=self.addresses[0], **settings,
        )  # fmt: skip
        self._folder = folder
        self.apis = [
            self._program(f"api-{number}", command("api", "--port", str(port)), self._server)
            for number, port in enumerate(ports)
        ]
        self.recorders = [
            self._program(f"recorder-{number}", command("recorder"), self._server)
            for number in range(size.recorders)
        ]
        home = runtime_python("numpy").parents[3]
        self.workers = [
            self._program(
                f"worker-{number}",
                [sys.executable, "-m", "worker"],
                environment(
                    broker=broker.address,
                    home=str(home),
                    workers=str(size.slots),
                    cache=str(cache),
                    gpus="none",
                ),
            )
            for number, cache in enumerate(self.caches)
        ]

    @property
    def redis(self) -> Redis:
        """The broker, where it is Redis."""
        assert isinstance(self.broker, Redis)
        return self.broker

    @property
    def programs(self) -> Mapping[str, Program]:
        """Everything of ours, by name."""
        return {each.log.stem: each for each in (*self.apis, *self.recorders, *self.workers)}

    @property
    def pids(self) -> Mapping[str, int]:
        """Everything that runs, by name."""
        ours = {name: program.pid for name, program in self.programs.items() if program.runs}
        return ours | {"postgres": self.postgres.pid, "broker": self.broker.pid}

    @property
    def boxing(self) -> Sequence[str]:
        """What has boxes below it."""
        return [program.log.stem for program in self.workers]

    def migrate(self) -> None:
        """Bring the database to the shape that this release expects."""
        done = subprocess.run(command("migrate"), cwd=ROOT, env=self._server, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr

    def start(self, *, workers: bool = True) -> None:
        """Start everything of ours at once, and wait until it is ready."""
        begun = [*self.apis, *self.recorders, *(self.workers if workers else [])]
        with ThreadPoolExecutor(len(begun)) as pool:
            list(pool.map(self.start_again, begun))

    def start_again(self, program: Program) -> None:
        """Start a part that does not run, and wait until it is ready; nobody waits for a recorder."""
        program.start()
        if program in self.apis:
            wait_until_ready(program, self.addresses[self.apis.index(program)])
        elif program in self.workers:
            wait_until_said(program, "worker is ready")

    def start_workers(self) -> None:
        """Start those that do not run."""
        resting = [worker for worker in self.workers if not worker.runs]
        with ThreadPoolExecutor(len(self.workers)) as pool:
            list(pool.map(self.start_again, resting))

    def stop_workers(self) -> None:
        """Have all finish what they grade, and leave."""
        with ThreadPoolExecutor(len(self.workers)) as pool:
            assert set(pool.map(lambda worker: worker.end(), self.workers)) == {0}

    def clear_away(self) -> None:
        """End everything of ours."""
        for program in self.programs.values():
            program.clear_away()

    def _program(self, name: str, words: Sequence[str], told: Mapping[str, str]) -> Program:
        return Program(words, self._folder / f"{name}.log", environment=told)


def wait_until_said(program: Program, words: str) -> None:
    """Return once it has said these words since it was started."""
    deadline = time.monotonic() + READY_SECONDS
    while words not in program.said:
        assert program.runs, program.said
        assert time.monotonic() < deadline, program.said
        time.sleep(0.05)


@contextmanager
def site_with(
    folder: Path,
    size: Size | None = None,
    prepare: Callable[[Site], None] = lambda site: site.migrate(),
    broker: Callable[[], AbstractContextManager[Broker]] = running_redis,
    **settings: str,
) -> Iterator[Site]:
    """A site whose servers are there and whose database is prepared; nothing of ours runs yet."""
    with ExitStack() as stack:
        postgres = stack.enter_context(running(require_postgres(), free_port()))
        site = Site(folder, postgres, stack.enter_context(broker()), size or Size(), settings)
        stack.callback(site.clear_away)
        prepare(site)
        yield site
