"""Run as root: become a user who owns nothing, yet may read the checkout and its Pythons, and run Python.

They may lie under a folder that only root may enter. So such a folder is covered, in a mount namespace of
this process alone, by an open one in which only what is needed appears, at its own path.
"""

import os
import sys
from pathlib import Path

from tests.runtimes import runtime_python
from worker.sandbox.namespaces.inside import kernel
from worker.sandbox.namespaces.staging import STAGE, become, place, stage

USER = 61001
HOME = Path("/tmp/ordinary-user")
ENTER = 0o001
MS_REMOUNT = 0x20


def main() -> None:
    """Lend, become the user, run Python with our arguments."""
    runtime = runtime_python("numpy").parents[1]
    needed = list(dict.fromkeys([Path(sys.base_prefix), Path(sys.prefix), runtime.resolve(), Path.cwd()]))
    folder = Path.cwd()
    os.umask(0o022)
    stage([str(path) for path in needed])
    for number, path in enumerate(needed):
        lend(place(number), path)
    open_stage()
    make_home(runtime)
    become(USER)
    os.chdir(folder)
    environment = {"HOME": HOME, "TMPDIR": HOME, "ALLCLOSE_HOME": HOME / "allclose", "PYTHON": sys.executable}
    environment |= {"PATH": "/usr/local/bin:/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"}
    os.execve(sys.executable, [sys.executable, *sys.argv[1:]], environment)


def lend(staged: str, path: Path) -> None:
    """Make a staged folder appear at its own path, for everybody."""
    existing = (folder for folder in reversed(path.parents) if folder.exists())
    if closed := next((folder for folder in existing if not folder.stat().st_mode & ENTER), None):
        kernel.mount("tmpfs", str(closed), "tmpfs", 0, "size=64k,mode=755")
    if not path.exists():
        path.mkdir(parents=True)
        kernel.mount(staged, str(path), flags=kernel.MS_BIND | kernel.MS_REC)


def open_stage() -> None:
    """What covers the machine's own folder for temporary files is one for everybody, too."""
    kernel.mount("tmpfs", STAGE, "tmpfs", MS_REMOUNT | kernel.MS_NOSUID | kernel.MS_NODEV, "size=256m")
    Path(STAGE).chmod(0o1777)


def make_home(runtime: Path) -> None:
    """A home folder whose runtimes are the ones that are there already."""
    HOME.mkdir()
    kernel.mount("tmpfs", str(HOME), "tmpfs", 0, "size=64m,mode=755")
    runtimes = HOME / "allclose" / "runtimes"
    runtimes.mkdir(parents=True)
    (runtimes / runtime.name).symlink_to(runtime)
    for folder in (HOME, HOME / "allclose", runtimes):
        os.chown(folder, USER, USER)


if __name__ == "__main__":
    main()
