"""How much a made-up machine has."""

from pathlib import Path

import pytest

from tests.unit.worker.machine.made_up import machine
from worker.sandbox.machine import room
from worker.sandbox.machine.finding import UNTOLD, Mark

MEMORY = "MemTotal:       16384000 kB\nMemFree:  1 kB\nMemAvailable:    {} kB\n"
LIMITS = "Limit                     Soft Limit           Hard Limit           Units     \n"
LIMITS += "Max open files            {}                 1048576              files     \n"
CLOCK = "sys/devices/system/clocksource/clocksource0/current_clocksource"


def memory(root: Path, free: int, jobs: int = 2, **more: str):
    return room.memory(machine(root, {"proc/meminfo": MEMORY.format(free)} | more), jobs)


@pytest.mark.parametrize(
    "read",
    [
        lambda files: room.memory(files, 2),
        lambda files: room.open_files(files, 2),
        lambda files: room.space(files, "/dev/shm", "/dev/shm"),
    ],
)
def test_what_a_kernel_does_not_tell_is_said_to_be_untold(tmp_path: Path, read):
    found = read(machine(tmp_path, {}))

    assert (found.mark, found.says) == (Mark.FACT, UNTOLD)


def test_memory_for_all_gradings_at_a_time_is_enough(tmp_path: Path):
    assert memory(tmp_path, free=4 << 20).mark is Mark.OK


def test_memory_for_fewer_says_for_how_many(tmp_path: Path):
    found = memory(tmp_path, free=4 << 20, jobs=8)

    assert found.mark is Mark.BETTER
    assert "set ALLCLOSE_WORKERS=3" in found.says


def test_memory_for_none_asks_for_more(tmp_path: Path):
    assert "lend it more" in memory(tmp_path, free=1 << 19, jobs=1).says


@pytest.mark.parametrize("path", ["sys/fs/cgroup/memory.max", "sys/fs/cgroup/memory/memory.limit_in_bytes"])
def test_a_containers_own_bound_counts(tmp_path: Path, path: str):
    found = memory(tmp_path, 4 << 20, **{path: str(1 << 30)})

    assert found.mark is Mark.BETTER
    assert found.says.startswith("1.0 GiB free of 1.0")


def test_a_container_without_a_bound_has_all(tmp_path: Path):
    assert memory(tmp_path, 4 << 20, **{"sys/fs/cgroup/memory.max": "max"}).mark is Mark.OK


@pytest.mark.parametrize(("soft", "mark"), [("64", Mark.BETTER), ("20000", Mark.OK), ("unlimited", Mark.OK)])
def test_open_files_that_are_too_few_say_how_many_are_needed(tmp_path: Path, soft: str, mark: Mark):
    found = room.open_files(machine(tmp_path, {"proc/self/limits": LIMITS.format(soft)}), jobs=2)

    assert found.mark is mark
    assert ("LimitNOFILE=544" in found.says) == (mark is Mark.BETTER)


def test_more_gradings_than_processors_say_what_to_set():
    assert room.processors(usable=2, jobs=2).mark is Mark.OK
    assert "ALLCLOSE_WORKERS=2" in room.processors(usable=2, jobs=4).says


def test_room_for_files_is_measured(tmp_path: Path):
    found = room.space(machine(tmp_path, {"tmp/x": ""}), "/tmp", "/tmp")

    assert found.mark in (Mark.OK, Mark.BETTER)
    assert "GiB free of" in found.says
    assert room.space(machine(tmp_path, {}), "x", "/tmp", used=False).mark is Mark.FACT


def test_a_clock_that_nothing_keeps_right_says_what_would(tmp_path: Path):
    files = machine(tmp_path, {CLOCK: "tsc\n"})

    assert room.clock(files, synchronised=True).says == "kept right, counted by tsc"
    assert "timedatectl set-ntp true" in room.clock(files, synchronised=False).says
    assert room.clock(machine(tmp_path / "other", {}), synchronised=None).mark is Mark.FACT


def test_asking_whether_the_clock_is_kept_right_changes_nothing_and_answers():
    assert room.is_synchronised() in (True, False, None)
