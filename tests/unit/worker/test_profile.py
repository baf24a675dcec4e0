"""The profile that Docker reads says what the tables of the filter say."""

import json
from pathlib import Path

from worker.sandbox.containers.profile import profile
from worker.sandbox.namespaces.filter import ALLOWED, ALLOWED_WITH, REFUSED, STARTING

FILE = Path(__file__).parents[3] / "deploy" / "docker" / "seccomp.json"


def rules(action):
    return [rule for rule in profile()["syscalls"] if rule["action"] == action]


def test_the_files_that_are_delivered_are_those_that_the_tables_make():
    assert json.loads(FILE.read_text()) == profile(), (
        "make it again: python -m worker.sandbox.containers.profile > deploy/docker/seccomp.json"
    )
    assert json.loads(FILE.with_stem("seccomp-gpu").read_text()) == profile(gpu=True), (
        "make it again: python -m worker.sandbox.containers.profile gpu > deploy/docker/seccomp-gpu.json"
    )


def test_a_container_with_a_gpu_may_start_cuda_and_nothing_that_attacks_a_kernel():
    def refused(gpu):
        rules = (rule for rule in profile(gpu)["syscalls"] if rule["action"] == "SCMP_ACT_ERRNO")
        return {name for rule in rules for name in rule["names"]}

    assert {"memfd_create", "socket", "seccomp"} <= refused(gpu=False) - refused(gpu=True)
    assert {"bpf", "mount", "unshare", "setns", "ptrace", "io_uring_setup", "keyctl"} <= refused(gpu=True)


def test_what_nobody_thought_of_does_not_exist():
    assert (profile()["defaultAction"], profile()["defaultErrnoRet"]) == ("SCMP_ACT_ERRNO", 38)


def test_every_call_of_the_tables_is_in_the_profile_and_no_other():
    plain = {name for rule in rules("SCMP_ACT_ALLOW") if "args" not in rule for name in rule["names"]}
    bound = {name for rule in rules("SCMP_ACT_ALLOW") if "args" in rule for name in rule["names"]}
    refused = {name for rule in rules("SCMP_ACT_ERRNO") for name in rule["names"]}

    assert plain == {*ALLOWED.split(), *STARTING.split()}
    assert refused == set(REFUSED.split()) - set(STARTING.split())
    assert bound == set(ALLOWED_WITH) - set(STARTING.split())
    assert not refused & (plain | bound)
