"""What a handin can see of the machine that grades it: nothing that is not its own."""

from pathlib import Path

import pytest

import graders
from graders.box import Sandbox
from tests.boxes import ask

LOOK = """
import os
def answer():
    for path in {paths!r}:
        try:
            print(path, os.listdir(path) if os.path.isdir(path) else open(path, 'rb').read(40))
        except OSError as refusal:
            print("refused")
"""


def sees(sandbox: Sandbox, *paths: str) -> list[str]:
    printed = ask(sandbox, LOOK.format(paths=paths)).printed.splitlines()
    assert len(printed) == len(paths)
    return [line for line in printed if line != "refused"]


def test_the_home_folders_the_checkout_and_the_systems_files_are_not_there(sandbox):
    checkout = Path(graders.__file__).parents[1]
    secrets = (Path.home(), checkout, checkout / "graders" / "box.py", checkout / "problems")

    assert sees(sandbox, *map(str, secrets), "/etc/passwd", "/etc", "/var", "/home", "/sys", "/") == []


def test_the_harness_cannot_be_read(sandbox):
    assert sees(sandbox, "/allclose", "/allclose/graders/inside/harness.py") == []


def test_the_libraries_of_the_runtime_can_be_read(sandbox):
    assert len(sees(sandbox, "/runtime", "/runtime/numpy", "/usr/lib")) == 3


def test_there_is_no_proc(sandbox):
    assert sees(sandbox, "/proc", "/proc/self", "/proc/1/environ", "/proc/self/mem", "/proc/sys/kernel") == []


def test_a_handin_is_the_only_process_it_can_find(sandbox):
    told = ask(
        sandbox,
        """
        import os
        def answer():
            print(os.getpid(), os.getppid())
            for pid in range(2, 5000):
                try: os.kill(pid, 0); print("found", pid)
                except ProcessLookupError: pass
        """,
    )

    assert told.printed == "1 0\n"


def test_the_environment_is_empty(sandbox):
    told = ask(sandbox, "import os, posix\ndef answer(): print(dict(os.environ))")

    assert told.printed == "{}\n"


def test_no_descriptor_but_the_standard_ones_and_the_frames_is_open(sandbox):
    told = ask(
        sandbox,
        """
        import os
        def answer():
            for number in range(2000):
                try: os.fstat(number); print(number, end=" ")
                except OSError: pass
        """,
    )

    assert told.printed.split() == ["0", "1", "2", "4"]


def test_no_answer_expected_of_a_handin_is_in_its_memory(sandbox):
    # The exercise is there, so a handin may find its source; the judge's side of a task never enters a box.
    told = ask(
        sandbox,
        """
        import gc, sys
        def answer():
            names = {name.split(".")[0] for name in sys.modules}
            print(sorted(names & {"graders", "worker", "msgspec", "api"}))
        """,
    )

    assert told.printed == "[]\n"


@pytest.mark.parametrize(
    "family", ["AF_INET", "AF_INET6", "AF_UNIX", "AF_NETLINK", "AF_PACKET", "AF_VSOCK", "AF_ALG"]
)
@pytest.mark.parametrize("kind", ["SOCK_STREAM", "SOCK_DGRAM", "SOCK_RAW"])
def test_there_is_no_network(sandbox, family, kind):
    told = ask(sandbox, f"import socket\ndef answer(): socket.socket(socket.{family}, socket.{kind})")

    assert told.raised == "PermissionError"


def test_names_cannot_be_looked_up(sandbox):
    told = ask(sandbox, "import socket\ndef answer(): socket.getaddrinfo('localhost', 80)")

    assert told.raised in {"gaierror", "PermissionError"}
