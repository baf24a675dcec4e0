"""Who used the machine's processors, and how much of the disk the submissions take."""

import os
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url, text

from api.db.session import Database
from tests.integration.worker.processes import descendants

GENERATOR, BOXES = "the load generator", "boxes, and whatever else this machine does"
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Meter:
    """Processor seconds by program up to one moment, and of the whole machine."""

    moment: float
    used: Mapping[str, float]
    whole: float

    @classmethod
    def read(cls, pids: Mapping[str, int], boxing: Collection[str] = ()) -> "Meter":
        """pids: program → its process; all that it has started counts as its own.

        boxing: programs whose boxes do not: the kernel forgets what a box has used when it ends, so that
        boxes can only be told as what is left of the machine's time.
        """
        used = {GENERATOR: time.process_time()}
        for name, pid in pids.items():
            used[name] = _seconds(pid, slice(11, 13)) + (0.0 if name in boxing else _seconds_below(pid))
        return cls(time.monotonic(), used, _machine_seconds())

    def shares_since(self, before: "Meter") -> dict[str, float]:
        """Program → processors that it kept busy on the average."""
        wall = self.moment - before.moment
        shares = {name: (self.used[name] - before.used[name]) / wall for name in self.used}
        return shares | {BOXES: max(0.0, (self.whole - before.whole) / wall - sum(shares.values()))}


def stored_bytes(database: Database, data: Path) -> tuple[int, int]:
    """What the database and the files by digest take, in bytes."""
    files = sum(path.stat().st_size for path in (data / "blobs").rglob("*") if path.is_file())
    url = make_url(str(database.engine.url))
    if url.get_backend_name() == "sqlite":
        assert url.database
        folder, name = os.path.split(url.database)
        return sum(path.stat().st_size for path in Path(folder).glob(f"{name}*")), files
    with database.reading() as session:
        return session.scalar(text("SELECT pg_database_size(current_database())")) or 0, files


def _seconds_below(pid: int) -> float:
    """Of all that a process has started: what it has buried, and what runs."""
    buried = _seconds(pid, slice(13, 15))
    return buried + sum(_seconds(process.pid, slice(11, 15)) for process in descendants(pid))


def _seconds(pid: int, times: slice) -> float:
    """utime, stime, and both of buried children are fields 11 to 14 after the name."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return 0.0
    return sum(map(int, fields[times])) / _TICKS


def _machine_seconds() -> float:
    user, nice, system, _idle, _wait, irq, softirq, *_ = map(
        int, Path("/proc/stat").read_text().splitlines()[0].split()[1:]
    )
    return (user + nice + system + irq + softirq) / _TICKS
