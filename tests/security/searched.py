"""A living process, read from outside as only root can: its memory, environment, descriptors and files."""

import os
import stat
from collections.abc import Iterator
from pathlib import Path

_PROC = Path("/proc")
_BLOCK = 1 << 22
_LARGEST_FILE = 1 << 22


def named(name: str) -> int | None:
    """The process that calls itself so, if there is one."""
    for comm in _PROC.glob("[0-9]*/comm"):
        try:
            if comm.read_text().strip() == name:
                return int(comm.parent.name)
        except OSError:
            continue  # it ended while we looked
    return None


def found_in(pid: int, wanted: dict[str, bytes]) -> dict[str, set[str]]:
    """Which of the wanted bytes are where: name → places."""
    longest = max(map(len, wanted.values()))
    places: dict[str, set[str]] = {name: set() for name in wanted}
    for place, content in _everything(pid, longest):
        for name, needle in wanted.items():
            if needle in content:
                places[name].add(place)
    return places


def descriptors(pid: int) -> set[str]:
    """What its descriptors lead to, as words: "pipe", "socket", "/dev/null", a file's path."""
    folder = _PROC / str(pid) / "fd"
    return {str(link.readlink()).partition(":[")[0] for link in folder.iterdir()}


def _everything(pid: int, overlap: int) -> Iterator[tuple[str, bytes]]:
    folder = _PROC / str(pid)
    yield from (("memory", block) for block in _memory(folder, overlap))
    yield "environment", (folder / "environ").read_bytes()
    yield "command line", (folder / "cmdline").read_bytes()
    for link in (folder / "fd").iterdir():
        if stat.S_ISREG(link.stat().st_mode):
            yield "descriptors", link.read_bytes()
    yield from (("files", content) for content in _files(folder))


def _memory(folder: Path, overlap: int) -> Iterator[bytes]:
    """All that it can read itself, in blocks that overlap, so that nothing is cut in two."""
    with (folder / "maps").open() as maps, (folder / "mem").open("rb", buffering=0) as memory:
        for line in maps:
            span, rights, *_ = line.split(maxsplit=5)
            if rights[0] != "r" or "[v" in line:
                continue  # [vvar], [vdso] and [vsyscall] are the kernel's
            start, end = (int(number, 16) for number in span.split("-"))
            for at in range(start, end, _BLOCK):
                memory.seek(at)
                try:
                    yield memory.read(min(_BLOCK + overlap, end - at))
                except OSError:
                    continue  # a page of a file that is shorter than its mapping


def _files(folder: Path) -> Iterator[bytes]:
    """Every file that could have been written for it: what lies on a file system that is not read-only."""
    root = folder / "root"
    for line in (folder / "mountinfo").read_text().splitlines():
        before, _, after = line.partition(" - ")
        mounted, options, kind = before.split()[4], before.split()[5], after.split()[0]
        if "rw" not in options.split(",") or kind in {
            "proc",
            "sysfs",
            "devpts",
            "cgroup",
            "cgroup2",
            "mqueue",
        }:
            continue
        for inside, _, names in os.walk(root / mounted.lstrip("/")):
            yield from _contents(Path(inside), names)


def _contents(folder: Path, names: list[str]) -> Iterator[bytes]:
    for name in names:
        path = folder / name
        if stat.S_ISREG(path.lstat().st_mode):
            with path.open("rb") as file:
                yield file.read(_LARGEST_FILE)
