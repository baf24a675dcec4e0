from pathlib import Path

from worker.sandbox.cgroups.mounts import Hierarchy, read_hierarchies

HYBRID = """\
24 1 0:5 / /proc rw - proc proc rw
30 24 0:26 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
31 24 0:27 / /sys/fs/cgroup/cpu,cpuacct rw,relatime shared:9 - cgroup cgroup rw,cpu,cpuacct
32 24 0:28 / /sys/fs/cgroup/systemd rw - cgroup cgroup rw,name=systemd
"""
HYBRID_OWN = "4:cpu,cpuacct:/jobs/7\n1:name=systemd:/init\n0::/user.slice\n"


def test_every_hierarchy_is_found_where_it_is_mounted_and_we_are():
    assert read_hierarchies(HYBRID, HYBRID_OWN) == [
        Hierarchy((), Path("/sys/fs/cgroup/unified/user.slice")),
        Hierarchy(("cpu", "cpuacct"), Path("/sys/fs/cgroup/cpu,cpuacct/jobs/7")),
    ]


def test_a_container_sees_only_its_own_part_of_the_tree():
    mounts = "30 24 0:26 /docker/abc /sys/fs/cgroup rw - cgroup2 cgroup rw\n"

    assert read_hierarchies(mounts, "0::/docker/abc/sub\n") == [Hierarchy((), Path("/sys/fs/cgroup/sub"))]
    assert read_hierarchies(mounts, "0::/docker/another\n") == []
    assert read_hierarchies(mounts, "0::/../..\n") == []


def test_this_machines_own_can_be_read():
    assert all(hierarchy.ours.is_absolute() for hierarchy in read_hierarchies())
