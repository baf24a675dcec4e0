"""The profile of the container around a whole worker: what boxes are made with, and no more."""

import json
from pathlib import Path

from worker.sandbox.containers.worker_profile import BOXING, SERVING, worker_profile
from worker.sandbox.namespaces.filter import ALLOWED, ALLOWED_WITH, REFUSED, STARTING, STARTING_GPU

FILE = Path(__file__).parents[3] / "deploy" / "docker" / "seccomp-worker.json"


def names(action):
    rules = [rule for rule in worker_profile()["syscalls"] if rule["action"] == action]
    return {name for rule in rules for name in rule["names"]}


def test_the_file_that_is_delivered_is_the_one_that_the_tables_make():
    assert json.loads(FILE.read_text()) == worker_profile(), (
        "again: python -m worker.sandbox.containers.worker_profile > deploy/docker/seccomp-worker.json"
    )


def test_it_allows_what_a_worker_its_boxes_and_a_starting_interpreter_need_and_nothing_else():
    tables = (ALLOWED, STARTING, STARTING_GPU, SERVING, BOXING)

    assert names("SCMP_ACT_ALLOW") == {*ALLOWED_WITH, *(name for table in tables for name in table.split())}


def test_what_attacks_a_kernel_is_refused_to_the_worker_itself():
    attacks = {"bpf", "keyctl", "add_key", "io_uring_setup", "userfaultfd", "perf_event_open", "ptrace"}
    attacks |= {"process_vm_readv", "open_by_handle_at", "kexec_load", "init_module", "setns", "setxattr"}

    assert attacks <= names("SCMP_ACT_ERRNO")
    assert names("SCMP_ACT_ALLOW") | names("SCMP_ACT_ERRNO") >= set(REFUSED.split())


def test_what_nobody_thought_of_does_not_exist():
    assert (worker_profile()["defaultAction"], worker_profile()["defaultErrnoRet"]) == ("SCMP_ACT_ERRNO", 38)
