"""The profile that Docker reads says what the tables of the filter say."""

import json
from pathlib import Path

from worker.sandbox.containers.profile import profile
from worker.sandbox.namespaces.filter import ALLOWED, ALLOWED_WITH, REFUSED, STARTING

FILE = Path(__file__).parents[3] / "deploy" / "docker" / "seccomp.json"


def rules(action):
    return [rule for rule in profile()["syscalls"] if rule["action"] == action]


def test_the_file_that_is_delivered_is_the_one_that_the_tables_make():
    assert json.loads(FILE.read_text()) == profile(), (
        "make it again: python -m worker.sandbox.containers.profile > deploy/docker/seccomp.json"
    )


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
