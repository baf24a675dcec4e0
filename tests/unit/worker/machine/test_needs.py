"""What a machine must offer, asked of this one and of one that offers less."""

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.unit.worker.machine.made_up import machine
from worker.sandbox.errors import BoxUnavailable
from worker.sandbox.machine import needs
from worker.sandbox.open import open_sandbox

MODULES = "sys/kernel/security/lsm"
ROOT = Path(__file__).parents[4]

WITHOUT_NAMESPACES = """
import os
from pathlib import Path
from worker.sandbox.machine import needs
from worker.sandbox.errors import BoxUnavailable
from worker.sandbox.namespaces.inside import kernel
user, group = os.geteuid(), os.getegid()
kernel.unshare(kernel.CLONE_NEWUSER)
kernel.map_user(1000, user, group)
Path("/proc/sys/user/max_user_namespaces").write_text("0")
try:
    needs.require()
except BoxUnavailable as refusal:
    print(refusal)
"""

UNDER_A_FILTER = """
import errno
from worker.sandbox.machine import needs
from worker.sandbox.errors import BoxUnavailable
from worker.sandbox.namespaces.filter import load_pyseccomp
seccomp = load_pyseccomp()
policy = seccomp.SyscallFilter(seccomp.ALLOW)
policy.add_rule(seccomp.ERRNO(errno.EPERM), "unshare")
policy.load()
try:
    needs.require()
except BoxUnavailable as refusal:
    print(refusal)
"""


def test_this_machine_lacks_nothing():
    assert {name: sentence for name, sentence in needs.lacking().items() if sentence} == {}


def test_a_machine_without_user_namespaces_is_told_how_to_mend_it():
    command = [sys.executable, "-c", WITHOUT_NAMESPACES]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)

    assert run.stdout.startswith("User namespaces are switched off here (")
    assert "run `sysctl user.max_user_namespaces=10000`" in run.stdout
    assert "--box docker" in run.stdout
    assert "'bare'" in run.stdout
    assert run.stdout.count(". ") == 0, "one sentence"


def test_under_a_filter_that_refuses_namespaces_the_filter_is_named():
    command = [sys.executable, "-c", UNDER_A_FILTER]
    run = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=True)

    assert run.stdout.startswith("User namespaces are refused")
    assert "Operation not permitted" in run.stdout
    assert "seccomp=deploy/docker/seccomp-worker.json" in run.stdout or "RestrictNamespaces=" in run.stdout


def test_landlock_that_is_switched_off_says_how_the_kernel_is_to_be_started(tmp_path, monkeypatch):
    def switched_off():
        raise OSError(errno.EOPNOTSUPP, "Operation not supported")

    monkeypatch.setattr(needs, "landlock_version", switched_off)
    monkeypatch.setattr(needs, "HERE", machine(tmp_path, {MODULES: "lockdown,capability,yama,bpf\n"}))

    said = needs.lacking()["Landlock"]
    assert "`lsm=landlock,lockdown,yama,bpf`" in said
    assert "update-grub" in said


def test_an_unknown_kind_of_box_is_refused_by_name():
    with pytest.raises(BoxUnavailable, match="no box 'cardboard': choose namespaces, "):
        open_sandbox("cardboard", {})


def test_a_runtime_that_cannot_be_run_is_refused_with_what_mends_it(tmp_path):
    with pytest.raises(BoxUnavailable, match=r"runtime 'numpy' cannot be run: .*deploy/setup.sh numpy"):
        open_sandbox("namespaces", {"numpy": tmp_path / "python"})


def test_the_weaker_box_opens_when_it_is_asked_for_by_name():
    with open_sandbox("bare", {}) as sandbox:
        assert sandbox.kind == "bare"


def test_asking_leaves_no_descriptor_open():
    before = len(os.listdir("/proc/self/fd"))  # noqa: PTH208 - only how many
    needs.lacking()

    assert len(os.listdir("/proc/self/fd")) == before  # noqa: PTH208
