"""A person on a machine that gives nobody user namespaces: each command says in one sentence what to do."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.acceptance.operator import environment
from worker.sandbox.machine import needs

ROOT = Path(__file__).parents[2]
TO_DO = "run `sysctl user.max_user_namespaces=10000` as root"
COMMANDS = """
import contextlib, io, json, sys
from deploy.cli import err, main, out
for line in sys.stdin:
    sys.argv = ["allclose", *json.loads(line)]
    out.file, err.file, status = io.StringIO(), io.StringIO(), 0
    try:
        main()
    except SystemExit as end:
        status = end.code
    print(json.dumps([status, out.file.getvalue(), err.file.getvalue()]))
"""
ASKED = [
    ["grade", "linear", "assignments/hw1p1/reference"],
    ["serve", "--port", "0"],
    ["doctor"],
]
USERS = {
    "root": [],
    "an ordinary user": ["-m", "tests.integration.worker.as_ordinary_user"],
}
IN_VAIN = "this root may neither be another user nor be one without namespaces"


@pytest.mark.parametrize("user", USERS)
def test_every_command_says_in_one_sentence_what_to_do(user: str, tmp_path: Path):
    graded, served, examined = told_to(user, tmp_path)

    for status, printed, said in (graded, served):
        assert (status, printed) == (1, "")
        assert said.startswith("User namespaces are switched off here (")
        assert TO_DO in said
        assert "--box docker" in said
        assert said.count(". ") == 0, "one sentence"
    status, printed, _ = examined
    assert status == 1
    assert "✗ user namespaces" in printed
    assert TO_DO in printed
    assert "✓ Landlock" in printed, "what is there is told all the same"
    assert printed.endswith("with the namespaces box: mend what is marked ✗.")


def told_to(user: str, folder: Path) -> list[tuple[int, str, str]]:
    """What each command ended with and said, in one line each: its status, its output, its errors."""
    if os.geteuid() != 0:
        if user == "root":
            pytest.skip("only root can be root")
        become: list[str] = []
    else:
        if needs.lacking()["root's rights"]:
            pytest.skip(IN_VAIN)
        become = USERS[user]
    command = [sys.executable, *become, "-m", "tests.acceptance.without_namespaces", "-c", COMMANDS]
    asked = "\n".join(map(json.dumps, ASKED))
    done = subprocess.run(
        command, input=asked, cwd=ROOT, env=environment(folder / "data"),
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    return [(status, *(" ".join(words.split()) for words in said)) for status, *said in answers]
