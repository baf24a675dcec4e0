"""Why namespaces are refused, on made-up machines of many kinds."""

from pathlib import Path

import pytest

from tests.unit.worker.machine.made_up import machine
from worker.sandbox.machine.refusal import container_of, why_refused

EPERM, ENOSPC = "unshare: Operation not permitted", "unshare: No space left on device"
NAMESPACES = {"proc/self/ns/user": "", "proc/sys/user/max_user_namespaces": "60000"}


@pytest.mark.parametrize(
    ("files", "mend"),
    [
        ({"proc/sys/user/max_user_namespaces": "0"}, "sysctl user.max_user_namespaces=10000"),
        ({"proc/sys/user/max_net_namespaces": "0"}, "sysctl user.max_net_namespaces=10000"),
        ({"proc/sys/user/max_pid_namespaces": "8"}, "sysctl user.max_pid_namespaces=10000"),
        ({"proc/sys/kernel/unprivileged_userns_clone": "0\n"}, "sysctl kernel.unprivileged_userns_clone=1"),
        (
            {"proc/sys/kernel/apparmor_restrict_unprivileged_userns": "1\n"},
            "sysctl kernel.apparmor_restrict_unprivileged_userns=0",
        ),
    ],
)
def test_the_setting_that_forbids_is_named_with_the_command(tmp_path: Path, files, mend):
    said = why_refused(machine(tmp_path, NAMESPACES | files), ENOSPC)

    assert said.startswith(f"User namespaces are switched off here ({ENOSPC}): run `{mend}` as root")
    assert "/etc/sysctl.d" in said


@pytest.mark.parametrize(
    ("files", "engine"),
    [
        ({".dockerenv": ""}, "docker"),
        ({"run/.containerenv": 'engine="podman-4.3.1"'}, "podman"),
        ({"run/systemd/container": "systemd-nspawn\n"}, "systemd-nspawn"),
        ({"proc/1/environ": "PATH=/bin\0container=lxc\0"}, "lxc"),
    ],
)
def test_in_a_container_the_engines_options_are_named(tmp_path: Path, files, engine):
    said = why_refused(machine(tmp_path, NAMESPACES | files), EPERM)

    assert said.startswith(f"User namespaces are refused in this container ({EPERM}): start it by {engine} ")
    assert "--security-opt seccomp=deploy/docker/seccomp-worker.json" in said


def test_a_units_filter_of_system_calls_is_named(tmp_path: Path):
    files = {"proc/self/status": "Seccomp:\t2\n", "proc/1/environ": "container="}

    assert "RestrictNamespaces=" in why_refused(machine(tmp_path, NAMESPACES | files), EPERM)


def test_a_kernel_built_without_them_is_told_so(tmp_path: Path):
    files = machine(tmp_path, {"proc/self/ns/mnt": ""})

    assert "use one with USER_NS" in why_refused(files, "unshare: Invalid argument")


def test_a_machine_that_tells_nothing_still_gets_a_sentence(tmp_path: Path):
    said = why_refused(machine(tmp_path, {}), EPERM)

    assert said.startswith(f"User namespaces are refused here ({EPERM}): ")
    assert said.count(". ") == 0


def test_a_machine_without_marks_is_no_container(tmp_path: Path):
    assert container_of(machine(tmp_path, {"proc/1/environ": "PATH=/bin\0"})) == ""
