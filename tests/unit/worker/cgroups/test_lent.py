"""Where groups may be made, on made-up machines."""

import os
from pathlib import Path

import pytest

from tests.unit.worker.cgroups.made_up import MadeUpTree
from worker.sandbox.cgroups import lent
from worker.sandbox.cgroups.mounts import Hierarchy
from worker.sandbox.cgroups.tree import KernelTree

ME = f"{os.getpid()}\n"


@pytest.fixture
def found(monkeypatch):
    """Make `find_groups` and `why_not` see these hierarchies."""
    return lambda *seen: monkeypatch.setattr(lent, "read_hierarchies", lambda: list(seen))


def test_a_worker_alone_in_its_group_moves_aside_and_lends_on(tmp_path: Path, found):
    tree = MadeUpTree(tmp_path / "ours", "cpu memory pids", ME)
    found(Hierarchy((), tree.root))
    assert lent.why_not(tree) == ""
    assert (tree.root / "cgroup.procs").read_text() == ME, "asking changes nothing"

    groups = lent.find_groups(tree)

    assert groups is not None
    assert (groups.version, set(groups.places)) == ("v2", {"memory", "pids", "cpu"})
    assert (tree.root / lent.LEAF / "cgroup.procs").read_text().split() == [str(os.getpid())]
    assert (tree.root / "cgroup.subtree_control").read_text() == "memory pids cpu"


def test_a_worker_that_has_moved_aside_finds_its_place_again(tmp_path: Path, found):
    tree = MadeUpTree(tmp_path / "ours", "memory", ME)
    found(Hierarchy((), tree.root))
    lent.find_groups(tree)
    found(Hierarchy((), tree.root / lent.LEAF))

    groups = lent.find_groups(tree)

    assert groups is not None
    assert groups.places == {"memory": tree.root}


def test_among_other_processes_it_says_how_to_get_a_group_of_its_own(tmp_path: Path, found):
    tree = MadeUpTree(tmp_path / "ours", "cpu memory pids", f"1\n{ME}")
    found(Hierarchy((), tree.root))

    assert lent.find_groups(tree) is None
    assert "holds other processes than this one" in lent.why_not(tree)
    assert "Delegate=yes" in lent.why_not(tree)


def test_a_group_that_is_not_ours_is_named(tmp_path: Path, found):
    class Foreign(MadeUpTree):
        def writable(self, folder: Path) -> bool:
            return False

    tree = Foreign(tmp_path / "ours", "cpu memory pids")
    found(Hierarchy((), tree.root))

    assert lent.find_groups(tree) is None
    assert f"{tree.root} is not ours" in lent.why_not(tree)


def test_version_1_serves_where_version_2_has_nothing_to_lend(tmp_path: Path, found):
    tree = MadeUpTree(tmp_path / "ours", "hugetlb", ME)
    memory = tmp_path / "memory"
    memory.mkdir()
    (memory / "cgroup.procs").touch()
    found(Hierarchy((), tree.root), Hierarchy(("memory",), memory), Hierarchy(("cpu", "cpuacct"), tmp_path))

    groups = lent.find_groups(KernelTree())

    assert groups is not None
    assert (groups.version, groups.places) == ("v1", {"memory": memory})


def test_where_nothing_is_mounted_it_says_so(found):
    found()

    assert lent.find_groups() is None
    assert lent.why_not().startswith("No control groups are mounted here: mount them at /sys/fs/cgroup")
