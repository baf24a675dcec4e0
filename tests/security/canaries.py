"""What stands outside the boxes for attacks to reach, and notices when one does.

A file, ports, sockets, a process, shared memory, a folder: each holds the token, which is nowhere in a
handin, or tells when it was touched. Everything that attacks leave bears the mark, so that it is known as
theirs whatever else happens on the machine.
"""

import contextlib
import os
import resource
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.integration.worker.processes import mounts
from tests.security.sysv import SharedMemory, keys_in_use
from worker.sandbox.namespaces.launch import BOX_USER

SHARED_PLACES = ("/tmp", "/var/tmp", "/dev/shm", "/run", "/run/lock", "/", "/etc", "/usr/lib", "/dev/mqueue")
_PROC = Path("/proc")
_WAIT = ["/bin/sh", "-c", "echo up; exec sleep 3600"]


@contextlib.contextmanager
def standing_canaries() -> Iterator["Canaries"]:
    """All of them, for as long as the block lasts."""
    with contextlib.ExitStack() as stack:
        yield Canaries(stack)


class Canaries:
    """What attacks may reach; `stack` takes it all away at the end."""

    def __init__(self, stack: contextlib.ExitStack) -> None:
        self._stack = stack
        self.token = secrets.token_hex(16)
        self.mark = f"mark{secrets.token_hex(5)}"
        self.key = secrets.randbits(30) | 1
        self.folder = Path(tempfile.mkdtemp(prefix="canaries-", dir="/tmp"))
        stack.callback(shutil.rmtree, self.folder, ignore_errors=True)
        self.folder.chmod(0o777)
        self.file = self.folder / "secret"
        self.file.write_text(self.token)
        self.file.chmod(0o666)
        # Read by nothing; it stands for the keys that a worker's environment and memory may hold.
        os.environ["ALLCLOSE_CANARY"] = self.token
        stack.callback(os.environ.pop, "ALLCLOSE_CANARY", None)
        self._listeners = dict(self._listen())
        self.shared = stack.enter_context(SharedMemory(self.key, self.token))
        self.process = self._start()
        self._before = self._state()

    def addresses(self) -> str:
        """Where everything is, as the first lines of a hostile handin's target.py."""
        known = {
            "MARK": self.mark,
            "FILE": str(self.file),
            "FOLDER": str(self.folder),
            "UNIX": str(self.folder / "unix"),
            "ABSTRACT": f"\0{self.mark}-abstract",
            "PORTS": {name: one.getsockname()[1] for name, one in self._listeners.items() if "p" in name},
            "PID": self.process.pid,
            "PARENT": os.getpid(),
            "KEY": self.key,
            "HOME": str(Path.home()),
            "DATA": str(self.folder),
            "CHECKOUT": str(Path(__file__).parents[2]),
            "MACHINE": [str(Path(sys.prefix)), str(Path(sys.base_prefix))],
        }
        return "".join(f"{name} = {value!r}\n" for name, value in known.items())

    def touched(self) -> list[str]:
        """What an attack has reached since this was asked last, each in a few words."""
        found = [f"{name} was reached" for name, listener in self._listeners.items() if _heard(listener)]
        found += [f"a file was left: {path}" for path in self._left_files()]
        found += [f"a process was left: {pid}" for pid in self._marked_processes()]
        found += [f"SysV object {key} was left" for key in keys_in_use() & {self.key + 1, self.key + 2}]
        now = self._state()
        found += [f"{name} changed: {now[name]!r}" for name, was in self._before.items() if now[name] != was]
        return found

    def sweep(self) -> None:
        """Remove what has been left, which only an attack without a box can have done."""
        for path in self._left_files():
            shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
        for pid in self._marked_processes():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        subprocess.run(["ipcrm", "-M", str(self.key + 1)], capture_output=True, check=False)

    def _listen(self) -> Iterator[tuple[str, socket.socket]]:
        """A socket of each family, listening wherever it can be reached."""
        wanted = [
            ("tcp4", socket.AF_INET, socket.SOCK_STREAM, ("0.0.0.0", 0)),
            ("udp4", socket.AF_INET, socket.SOCK_DGRAM, ("0.0.0.0", 0)),
            ("tcp6", socket.AF_INET6, socket.SOCK_STREAM, ("::", 0)),
            ("udp6", socket.AF_INET6, socket.SOCK_DGRAM, ("::", 0)),
            ("unix", socket.AF_UNIX, socket.SOCK_STREAM, str(self.folder / "unix")),
            ("abstract", socket.AF_UNIX, socket.SOCK_STREAM, f"\0{self.mark}-abstract"),
        ]
        for name, family, kind, address in wanted:
            one = self._stack.enter_context(socket.socket(family, kind))
            if family == socket.AF_INET6:
                one.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
            one.bind(address)
            if kind == socket.SOCK_STREAM:
                one.listen(8)
            one.setblocking(False)
            yield name, one
        (self.folder / "unix").chmod(0o777)

    def _start(self) -> "subprocess.Popen[bytes]":
        """A process with the token in its memory; of the boxes' own user, where we are root."""
        user = {"user": BOX_USER, "group": BOX_USER, "extra_groups": []} if os.geteuid() == 0 else {}
        process = subprocess.Popen(
            _WAIT,
            env={"SECRET": self.token, "PATH": "/usr/bin:/bin"},
            cwd="/",
            stdout=subprocess.PIPE,
            **user,
        )
        self._stack.callback(process.wait)
        self._stack.callback(process.kill)
        assert process.stdout
        self._stack.callback(process.stdout.close)
        assert process.stdout.readline() == b"up\n"
        return process

    def _state(self) -> dict[str, object]:
        """What must stay as it is."""
        status = _status(self.process.pid)
        return {
            "the file": (self.file.read_text(), self.file.stat().st_mode, self.file.stat().st_nlink),
            "the folder": sorted(path.name for path in self.folder.iterdir()),
            "the process": (status.get("State", ["gone"])[0] in "SR", status.get("TracerPid")),
            "its limits": _text(_PROC / str(self.process.pid) / "limits"),
            "the shared memory": self.shared.content(),
            "the host's name": Path("/proc/sys/kernel/hostname").read_text(),
            "the core pattern": Path("/proc/sys/kernel/core_pattern").read_text(),
            "our mounts": mounts(),
            "our limits": [resource.getrlimit(which) for which in range(15)],
            "our processors": sorted(os.sched_getaffinity(0)),
            "our niceness": os.getpriority(os.PRIO_PROCESS, 0),
        }

    def _left_files(self) -> list[Path]:
        places = [*map(Path, SHARED_PLACES), self.folder, Path.home(), Path.cwd(), Path(__file__).parents[2]]
        found = {path for place in places if place.is_dir() for path in place.glob(f"*{self.mark}*")}
        return sorted(path for path in found if path != self.folder)

    def _marked_processes(self) -> list[int]:
        """Living processes that bear the mark as their name, which no box hides from its host.

        What has ended and waits for the machine's first process to take note of it holds nothing any more.
        """
        # Of a process that ends while we look, to look for a file in its folder would raise.
        folders = [folder for folder in _PROC.iterdir() if folder.name.isdecimal()]
        marked = [folder for folder in folders if _text(folder / "comm") == self.mark[:15]]
        return [int(path.name) for path in marked if _status(int(path.name)).get("State", ["Z"])[0] != "Z"]


def _heard(listener: socket.socket) -> bool:
    """Whether anybody has come to a socket."""
    try:
        if listener.type == socket.SOCK_STREAM:
            listener.accept()[0].close()
        else:
            listener.recv(100)
    except BlockingIOError:
        return False
    return True


def _status(pid: int) -> dict[str, list[str]]:
    lines = (line.partition(":") for line in _text(_PROC / str(pid) / "status").splitlines())
    return {key: value.split() for key, _, value in lines}


def _text(path: Path) -> str:
    try:
        return path.read_text(errors="replace").strip()
    except OSError:
        return ""
