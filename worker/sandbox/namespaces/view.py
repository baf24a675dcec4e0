"""What a template sees of this machine's files: the system's libraries, the interpreter, the runtime, the
harness.

Everything is read-only and only what is listed is there at all: no home folder, no checkout, no /etc. The
runtime's packages and the harness appear at fixed places, so that no path of the machine shows in a
traceback; the interpreter stays where it is, since it may have its own place compiled in.
"""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from worker.sandbox.errors import BoxUnavailable

PACKAGES = "/runtime"
"""Where a box finds the runtime's packages."""
HARNESS = "/allclose"
"""Where a template finds our own code."""

CHECKOUT = Path(__file__).resolve().parents[3]
_OUR_CODE = ("graders/inside", "worker/sandbox/namespaces/inside")
_SYSTEM = Path("/usr")
_SYSTEM_LINKS = ("bin", "sbin", "lib", "lib32", "lib64", "libx32")
_LOADER_CACHE = Path("/etc/ld.so.cache")
_READABLE_SYSTEM = (
    "/usr/lib",
    "/usr/lib32",
    "/usr/lib64",
    "/usr/local/lib",
    "/lib",
    "/lib64",
    "/usr/share/zoneinfo",
)
_READABLE_DEVICES = ("/dev/zero", "/dev/random", "/dev/urandom")
_ASK = (
    "import json, os, sys, sysconfig; print(json.dumps({"
    "'python': os.path.realpath(sys.executable), 'base': sys.base_prefix, "
    "'packages': sysconfig.get_path('platlib')}))"
)


@dataclass(frozen=True)
class Runtime:
    """Where a runtime's interpreter, its installation and the runtime's packages lie on this machine."""

    python: Path
    base: Path
    packages: Path


@dataclass(frozen=True)
class View:
    """Bind mounts as (source on this machine, place in the box), links as (target, place)."""

    binds: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]
    readable: tuple[str, ...]


def read_runtime(name: str, python: Path) -> Runtime:
    """Ask a runtime's python where it lives. Raises BoxUnavailable if it cannot be run."""
    try:
        answer = subprocess.run(
            [python, "-I", "-c", _ASK], capture_output=True, check=True, env={}, timeout=60
        )
    except (OSError, subprocess.SubprocessError) as problem:
        raise BoxUnavailable(
            f"The runtime '{name}' cannot be run: {problem}. Make it again with `sh deploy/setup.sh {name}`."
        ) from problem
    return Runtime(**{key: Path(path) for key, path in json.loads(answer.stdout).items()})


def view_of(runtime: Runtime) -> View:
    """All that a template of this runtime sees, and what of it a handin may read."""
    binds = [(str(_SYSTEM), str(_SYSTEM)), (str(runtime.packages), PACKAGES)]
    links = []
    for name in _SYSTEM_LINKS:
        folder = Path("/", name)
        if folder.is_symlink():
            links.append((str(folder.readlink()), str(folder)))
        elif folder.is_dir():
            binds.append((str(folder), str(folder)))
    if not runtime.base.is_relative_to(_SYSTEM):
        binds.append((str(runtime.base), str(runtime.base)))
    if _LOADER_CACHE.exists():
        binds.append((str(_LOADER_CACHE), str(_LOADER_CACHE)))
    binds += [(str(CHECKOUT / package), f"{HARNESS}/{package}") for package in _OUR_CODE]
    own = (PACKAGES, str(runtime.base / "lib"), str(_LOADER_CACHE))
    return View(tuple(binds), tuple(links), (*own, *_READABLE_SYSTEM, *_READABLE_DEVICES))
