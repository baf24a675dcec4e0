"""The embedded server in a process of its own, seen as a site is."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from api.settings import Settings
from tests.fixtures.ports import free_port
from tests.fixtures.program import Program
from tests.service.programs import command, environment, wait_until_ready


class Embedded:
    """One process: HTTP, dispatcher, SQLite or another database, boxes. threads: gradings at a time."""

    name = "embedded"
    grades_apart = False

    def __init__(self, folder: Path, threads: int = 2, **settings: str) -> None:
        self.data = folder / "data"
        self.data.mkdir(mode=0o700)
        port = free_port()
        self.addresses = [f"http://127.0.0.1:{port}"]
        told = {"data": str(self.data), "workers": str(threads), **settings}
        self._program = Program(
            command("serve", "--port", str(port)), folder / "serve.log", environment=environment(**told)
        )
        self.database_url = settings.get("database") or Settings(data=self.data).database_url

    @property
    def pids(self) -> Mapping[str, int]:
        """What runs, by name."""
        return {"server": self._program.pid}

    @property
    def boxing(self) -> Sequence[str]:
        """What has boxes below it."""
        return ["server"]

    def start(self) -> None:
        """Start it and wait until it serves."""
        self._program.start()
        wait_until_ready(self._program, self.addresses[0])

    def start_workers(self) -> None:
        """They are there already."""

    def stop_workers(self) -> None:
        """They cannot be."""
        raise NotImplementedError("The embedded server grades for as long as it runs.")

    def clear_away(self) -> None:
        self._program.clear_away()


@contextmanager
def embedded_server(folder: Path, threads: int = 2, **settings: str) -> Iterator[Embedded]:
    """A server for as long as the block lasts."""
    server = Embedded(folder, threads, **settings)
    try:
        server.start()
        yield server
    finally:
        server.clear_away()
