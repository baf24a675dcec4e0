"""The service as its operator runs it: real processes, real ports, a data folder."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx2

from tests.fixtures.unbound import UNBOUND_VARIABLES

ROOT = Path(__file__).parents[2]


def allclose(
    *arguments: str, data: Path | None = None, timeout: float = 300
) -> subprocess.CompletedProcess[str]:
    """Run a command of the command line to its end."""
    return subprocess.run(
        [sys.executable, "-m", "deploy.cli", *arguments],
        cwd=ROOT, env=environment(data), capture_output=True, text=True, timeout=timeout, check=False,
    )  # fmt: skip


def environment(data: Path | None) -> dict[str, str]:
    """This process's own, with the checkout importable and the data folder named."""
    added = {"PYTHONPATH": str(ROOT), "COLUMNS": "200", **UNBOUND_VARIABLES}
    return os.environ | added | ({"ALLCLOSE_DATA": str(data)} if data else {})


class Server:
    """`allclose serve` in a process of its own, on the same port each time it is started."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.log = data.with_suffix(".log")
        self.address = ""
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it says where it is."""
        port = self.address.rpartition(":")[2] or "0"
        command = [sys.executable, "-m", "deploy.cli", "serve", "--port", port]
        with self.log.open("ab") as log:
            begin = log.tell()
            self.process = subprocess.Popen(
                command, cwd=ROOT, env=environment(self.data), stdout=log, stderr=log, start_new_session=True
            )
        deadline = time.monotonic() + 60
        while not (found := re.search(r"Allclose is at (\S+);", self.log.read_bytes()[begin:].decode())):
            assert self.process.poll() is None, self.log.read_text()
            assert time.monotonic() < deadline, self.log.read_text()
            time.sleep(0.02)
        self.address = found[1]

    @property
    def admin(self) -> tuple[str, str]:
        """The administrator's e-mail and password, which the first start said."""
        found = re.search(r"Administrator (\S+), password (\S+) ", self.log.read_text())
        assert found
        return found[1], found[2]

    def kill(self) -> None:
        """End it as a power cut would: no handler runs."""
        assert self.process is not None
        os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait(timeout=30)

    def end(self) -> int:
        """End it as a service manager does; its exit status."""
        assert self.process is not None
        self.process.terminate()
        return self.process.wait(timeout=60)

    def client(self, token: str = "") -> httpx2.Client:
        """A client of the REST interface."""
        headers = {"authorization": f"Bearer {token}"} if token else {}
        return httpx2.Client(base_url=self.address, headers=headers, timeout=60, trust_env=False)

    def sign_in(self, email: str, password: str) -> httpx2.Client:
        """A client that acts for a person."""
        with self.client() as stranger:
            answer = stranger.post(
                "/api/v1/tokens", json={"email": email, "password": password, "name": "test"}
            )
        assert answer.status_code == 201, answer.text
        return self.client(answer.json()["token"])


def call(client: httpx2.Client, method: str, path: str, status: int, **content: Any) -> Any:
    """A request that must be answered with this status; the JSON of the answer."""
    answer = client.request(method, f"/api/v1{path}", **content)
    assert answer.status_code == status, answer.text
    return answer.json()
