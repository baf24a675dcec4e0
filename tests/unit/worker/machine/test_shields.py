"""Settings that hold a hostile handin better, on made-up machines."""

from pathlib import Path

import pytest

from tests.unit.worker.machine.made_up import machine
from worker.sandbox.machine import shields
from worker.sandbox.machine.finding import UNTOLD, Mark

READERS = [
    lambda files: shields.swap(files, bounded=False),
    shields.address_layout,
    shields.core_dumps,
    shields.tracing,
    shields.modules,
    shields.hyperthreads,
]
SWAPS = "Filename Type Size Used Priority\n/swapfile file 2097148 0 -2\n/dev/sda2 partition 2097152 0 -3\n"
SMT = "sys/devices/system/cpu/smt/active"
YAMA = "proc/sys/kernel/yama/ptrace_scope"
LAYOUT = "proc/sys/kernel/randomize_va_space"
CORES = "proc/sys/kernel/core_pattern"


@pytest.mark.parametrize("read", READERS)
def test_what_a_kernel_does_not_tell_is_said_to_be_untold(tmp_path: Path, read):
    found = read(machine(tmp_path, {}))

    assert (found.mark, found.says) == (Mark.FACT, UNTOLD)


@pytest.mark.parametrize("read", READERS)
def test_an_empty_file_breaks_nothing(tmp_path: Path, read):
    names = ("proc/swaps", SMT, YAMA, LAYOUT, CORES, "sys/kernel/security/lsm")

    assert read(machine(tmp_path, dict.fromkeys(names, ""))).mark in (Mark.FACT, Mark.OK)


def test_swap_without_a_group_is_told_how_to_switch_it_off(tmp_path: Path):
    found = shields.swap(machine(tmp_path, {"proc/swaps": SWAPS}), bounded=False)

    assert found.mark is Mark.BETTER
    assert found.says.startswith("4.0 GiB, ")
    assert "`swapoff -a`" in found.says


def test_swap_is_no_matter_where_a_group_bounds_it(tmp_path: Path):
    assert shields.swap(machine(tmp_path, {"proc/swaps": SWAPS}), bounded=True).mark is Mark.OK


def test_no_swap_is_as_it_should_be(tmp_path: Path):
    files = machine(tmp_path, {"proc/swaps": SWAPS.splitlines()[0]})

    assert (found := shields.swap(files, bounded=False)).mark is Mark.OK
    assert found.says == "none"


@pytest.mark.parametrize(("told", "mark"), [("2", Mark.OK), ("1", Mark.BETTER), ("0", Mark.BETTER)])
def test_addresses_that_are_not_drawn_are_told_how_to_be(tmp_path: Path, told: str, mark: Mark):
    found = shields.address_layout(machine(tmp_path, {LAYOUT: told}))

    assert found.mark is mark
    assert ("sysctl kernel.randomize_va_space=2" in found.says) == (mark is Mark.BETTER)


def test_processes_that_may_look_into_each_other_are_told_how_not_to(tmp_path: Path):
    assert shields.tracing(machine(tmp_path, {YAMA: "1"})).mark is Mark.OK
    found = shields.tracing(machine(tmp_path, {YAMA: "0"}))

    assert found.mark is Mark.BETTER
    assert "`sysctl kernel.yama.ptrace_scope=1`" in found.says


@pytest.mark.parametrize(
    ("pattern", "hard", "mark"),
    [
        ("core", "0", Mark.OK),
        ("/var/crash/%e", "unlimited", Mark.OK),
        ("|/usr/share/apport/apport -p%p", "unlimited", Mark.OK),
        ("|/usr/lib/systemd/systemd-coredump %P", "1", Mark.OK),
        ("|/usr/lib/systemd/systemd-coredump %P", "0", Mark.BETTER),
        ("@/run/coredump.socket", "unlimited", Mark.BETTER),
        ("|", "0", Mark.BETTER),
    ],
)
def test_core_dumps_that_leave_a_box_are_told_how_not_to(tmp_path: Path, pattern: str, hard: str, mark: Mark):
    limits = f"Max core file size        0                    {hard}            bytes     \n"
    found = shields.core_dumps(machine(tmp_path, {CORES: pattern, "proc/self/limits": limits}))

    assert found.mark is mark
    assert ("`sysctl kernel.core_pattern=core`" in found.says) == (mark is Mark.BETTER)


def test_hyperthreads_are_a_note(tmp_path: Path):
    assert shields.hyperthreads(machine(tmp_path, {SMT: "0"})).mark is Mark.OK
    found = shields.hyperthreads(machine(tmp_path, {SMT: "1"}))

    assert found.mark is Mark.FACT
    assert "smt/control" in found.says


def test_groups_that_are_not_lent_are_told_how_to_be(tmp_path: Path):
    assert shields.control_groups("", ("memory", "pids"), 2).says == "version 2, lends us memory, pids"
    assert "lend memory, too" in shields.control_groups("", ("cpu", "pids"), 1).says
    found = shields.control_groups("It is not ours: run it so.", (), 0)

    assert found.mark is Mark.BETTER
    assert found.says.startswith("It is not ours: run it so. ")


@pytest.mark.parametrize(("fresh", "mark"), [(True, Mark.OK), (False, Mark.FACT)])
def test_whose_proc_a_box_is_made_with_is_told(fresh: bool, mark: Mark):
    found = shields.process_lists(fresh)

    assert found.mark is mark
    assert ("is covered here" in found.says) is not fresh
