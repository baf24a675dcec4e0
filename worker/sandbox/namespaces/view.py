"""What a template sees of this machine's files: system libraries, interpreter, runtime, harness.

Everything is read-only and only what is listed is there at all: no home folder, no checkout, no /etc. The
runtime's packages and the harness appear at fixed places, so that no path of the machine shows in a
traceback; the interpreter stays where it is, since it may have its own place compiled in.
"""

from dataclasses import dataclass
from pathlib import Path

from worker.sandbox.namespaces.runtime import Runtime

PACKAGES = "/runtime"
"""Where a box finds the runtime's packages."""
HARNESS = "/allclose"
"""Where a template finds our own code."""

CHECKOUT = Path(__file__).resolve().parents[3]
OUR_CODE = ("graders/inside", "worker/sandbox/namespaces/inside")
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


@dataclass(frozen=True)
class View:
    """Bind mounts as (source on this machine, place in the box), links as (target, place)."""

    binds: tuple[tuple[str, str], ...]
    links: tuple[tuple[str, str], ...]
    readable: tuple[str, ...]


def system_view() -> View:
    """The system's programs and libraries, and the devices that need no rights."""
    binds, links = [(str(_SYSTEM), str(_SYSTEM))], []
    for name in _SYSTEM_LINKS:
        folder = Path("/", name)
        if folder.is_symlink():
            links.append((str(folder.readlink()), str(folder)))
        elif folder.is_dir():
            binds.append((str(folder), str(folder)))
    if _LOADER_CACHE.exists():
        binds.append((str(_LOADER_CACHE), str(_LOADER_CACHE)))
    return View(tuple(binds), tuple(links), (str(_LOADER_CACHE), *_READABLE_SYSTEM, *_READABLE_DEVICES))


def with_driver(view: View, folder: str) -> View:
    """A view that shows the folder of a GPU's driver, too; "" where there is none."""
    if not folder:
        return view
    own = () if Path(folder).is_relative_to(_SYSTEM) else ((folder, folder),)
    return View((*view.binds, *own), view.links, (*view.readable, folder))


def view_of(runtime: Runtime) -> View:
    """All that a template of this runtime sees, and what of it a handin may read."""
    system = system_view()
    own = [(str(runtime.packages), PACKAGES)]
    if not runtime.base.is_relative_to(_SYSTEM):
        own.append((str(runtime.base), str(runtime.base)))
    own += [(str(CHECKOUT / package), f"{HARNESS}/{package}") for package in OUR_CODE]
    readable = (PACKAGES, str(runtime.base / "lib"))
    return View((*system.binds, *own), system.links, (*readable, *system.readable))
