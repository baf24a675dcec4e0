"""Version 2 on a made-up tree: what is written where, and what is made of what is read."""

import os
from pathlib import Path

from tests.unit.worker.cgroups.made_up import MadeUpTree
from worker.sandbox.cgroups.group import Bounds, Figures
from worker.sandbox.cgroups.version2 import Groups2

ALL = "cpuset cpu io memory pids"
BOUNDS = Bounds(memory=1 << 30, processes=64, cpus=1.5, weight=1 / 3)


def groups(tmp_path: Path, controllers: str = ALL) -> Groups2:
    tree = MadeUpTree(tmp_path / "ours", controllers, processes="")
    tree.write(tree.root / "cgroup.subtree_control", controllers)
    ours = [name for name in ("memory", "pids", "cpu") if name in controllers]
    return Groups2(dict.fromkeys(ours, tree.root), tree)


def only_group(tmp_path: Path) -> Path:
    (folder,) = (path for path in (tmp_path / "ours").iterdir() if path.is_dir())
    return folder


def test_a_group_is_bounded_in_every_respect(tmp_path: Path):
    with groups(tmp_path).make() as group:
        group.bound(BOUNDS)
        folder = only_group(tmp_path)

        said = {path.name: path.read_text().strip() for path in folder.iterdir()}
    assert said["memory.max"] == str(1 << 30)
    assert (said["memory.swap.max"], said["memory.oom.group"]) == ("0", "1")
    assert (said["pids.max"], said["cpu.max"]) == ("64", "150000 100000")
    assert said["cpu.weight"] == "33"


def test_a_controller_that_is_not_lent_is_left_alone(tmp_path: Path):
    with groups(tmp_path, "pids").make() as group:
        group.bound(BOUNDS)
        assert (only_group(tmp_path) / "pids.max").read_text() == "64"
        assert group.figures() == Figures(memory_kills=None)


def test_the_figures_are_the_kernels(tmp_path: Path):
    with groups(tmp_path).make() as group:
        folder = only_group(tmp_path)
        (folder / "cpu.stat").write_text("usage_usec 2500000\nuser_usec 1\nnr_periods 0\n")
        (folder / "memory.peak").write_text("123456\n")
        (folder / "memory.events").write_text("low 0\nmax 7\noom 3\noom_kill 2\noom_group_kill 1\n")

        assert group.figures() == Figures(123456, 2.5, 2)


def test_closing_a_group_kills_what_is_in_it_and_removes_it(tmp_path: Path):
    with groups(tmp_path).make() as group:
        group.enter(4711)
        assert group.pids() == [4711]
        folder = only_group(tmp_path)

    assert not folder.exists()


def test_what_a_dead_worker_left_is_swept_and_what_a_living_one_holds_is_not(tmp_path: Path):
    first = groups(tmp_path)
    group = first.make()
    ours = only_group(tmp_path)
    start, pid, _, _ = ours.name.rsplit("-", 3)
    assert int(pid) == os.getpid()
    dead, elsewhere = tmp_path / "ours" / f"{start}-4194305-0-0", tmp_path / "ours" / "allclose-1-4194305-0-0"
    for folder in (dead, elsewhere):
        first._tree.make(folder)

    Groups2(first.places, first._tree)

    assert (ours.exists(), dead.exists()) == (True, False)
    assert elsewhere.exists(), "another pid namespace's worker may well be alive"
    group.close()


def test_closing_a_place_removes_what_is_left_of_its_own_and_nothing_else(tmp_path: Path):
    place = groups(tmp_path)
    another = Groups2(place.places, place._tree)
    place.make()
    kept = another.make()
    place.close()

    assert only_group(tmp_path) == kept._folder
