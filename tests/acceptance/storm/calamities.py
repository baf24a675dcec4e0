"""What may happen to a service, and how it comes back; nobody is told beforehand."""

import os
import shutil
import subprocess
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random

from tests.fixtures.program import Program
from tests.service.site import Site

CACHE_MB = 4
"""The room of the small disk that is filled up."""
LONGEST_AWAY = 1.5
UPLOAD_SECONDS = 5.0
"""How long an upload is waited for whose server is to die."""

FULL = "disk of a cache full"
"""Needs a disk of its own, which only root may have."""


@dataclass(frozen=True)
class Scene:
    """Where it happens. on_the_way: address → uploads that have no answer yet."""

    site: Site
    draw: Random
    on_the_way: Counter[str]

    def wait_a_moment(self) -> None:
        """As long as a supervisor may take to notice."""
        time.sleep(self.draw.uniform(0, LONGEST_AWAY))


Calamity = Callable[[Scene], None]


def kill_a_worker(scene: Scene) -> None:
    """In the midst of whatever it grades; another is started in its place, as a supervisor does."""
    _kill(scene, scene.draw.choice(scene.site.workers))


def kill_a_recorder(scene: Scene) -> None:
    """With what it has heard and not yet written down."""
    _kill(scene, scene.draw.choice(scene.site.recorders))


def kill_an_api(scene: Scene) -> None:
    """With an upload that it reads, if one comes."""
    address, api = scene.draw.choice(list(zip(scene.site.addresses, scene.site.apis, strict=True)))
    deadline = time.monotonic() + UPLOAD_SECONDS
    while not scene.on_the_way[address] and time.monotonic() < deadline:
        time.sleep(0.001)
    _kill(scene, api)


def restart_redis(scene: Scene) -> None:
    """It comes back with what it had."""
    scene.site.redis.kill()
    scene.wait_a_moment()
    scene.site.redis.start()


def flush_redis(scene: Scene) -> None:
    """All jobs that are on their way, and all that workers have told and nobody has heard, is gone."""
    scene.site.redis.flush()


def restart_postgres(scene: Scene) -> None:
    """Every connection ends at once, every transaction with it."""
    scene.site.postgres.stop()
    scene.wait_a_moment()
    scene.site.postgres.start()


def fill_a_cache(scene: Scene) -> None:
    """A worker's disk is full for a while, and what it kept there is gone."""
    cache = scene.site.caches[0]
    assert cache.is_mount(), "only a disk of its own may be filled up"
    for kept in cache.iterdir():
        shutil.rmtree(kept, ignore_errors=True)
    filler = cache / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)
    scene.wait_a_moment()
    scene.wait_a_moment()
    filler.unlink()


CALAMITIES: Mapping[str, Calamity] = {
    "worker killed": kill_a_worker,
    "recorder killed": kill_a_recorder,
    "api killed": kill_an_api,
    "Redis restarted": restart_redis,
    "Redis flushed": flush_redis,
    "Postgres restarted": restart_postgres,
    FULL: fill_a_cache,
}
ONCE = ("Redis flushed",)
"""What does not happen again and again."""


def possible() -> list[str]:
    """Those that this machine lets us play."""
    return [name for name in CALAMITIES if name != FULL or os.geteuid() == 0]


def drawn(count: int, draw: Random) -> list[str]:
    """So many, in an order that nobody has chosen; each at least once, workers most often."""
    names = possible()
    weights = [0 if name in ONCE else 4 if name == "worker killed" else 1 for name in names]
    more = draw.choices(names, weights, k=max(0, count - len(names)))
    chosen = names + more
    draw.shuffle(chosen)
    return chosen


@contextmanager
def small_disk(folder: Path) -> Iterator[None]:
    """A disk of its own for a folder, soon full, where we may have one."""
    folder.mkdir()
    if FULL not in possible():
        yield
        return
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={CACHE_MB}m", "storm", folder], check=True)
    try:
        yield
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def _kill(scene: Scene, program: Program) -> None:
    program.kill()
    scene.wait_a_moment()
    scene.site.start_again(program)
