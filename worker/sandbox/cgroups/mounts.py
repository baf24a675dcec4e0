"""The hierarchies of control groups that are mounted, and where in each this process is."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_MOUNTS = Path("/proc/self/mountinfo")
_OWN = Path("/proc/self/cgroup")


@dataclass(frozen=True)
class Hierarchy:
    """One tree. controllers: version 1's that it has, none for version 2. ours: our group's folder."""

    controllers: tuple[str, ...]
    ours: Path


def read_hierarchies(mounts: str = "", own: str = "") -> list[Hierarchy]:
    """Every mounted hierarchy in which our group can be seen; arguments: the texts of /proc, else read.

    A kernel that was built without groups has no such files, and so no hierarchy.
    """
    groups = _own_groups(own or _read(_OWN))
    found = []
    for line in (mounts or _read(_MOUNTS)).splitlines():
        before, _, after = line.partition(" - ")
        kind, _, options = after.split(" ", 2)
        _, _, _, root, target, *_ = before.split(" ")
        controllers = tuple(name for name in options.split(",") if kind == "cgroup" and name in groups)
        if controllers or (kind == "cgroup2" and "" in groups):
            folder = _seen(groups[controllers[0] if controllers else ""], root, target)
            found += [Hierarchy(controllers, folder)] if folder else []
    return found


def _read(file: Path) -> str:
    with suppress(OSError):
        return file.read_text(encoding="utf-8")
    return ""


def _own_groups(text: str) -> dict[str, str]:
    """Controller → our group's path; '' for version 2. Lines are `number:controllers:path`."""
    groups = {}
    for line in text.splitlines():
        _, controllers, path = line.split(":", 2)
        for controller in controllers.split(","):
            if not controller.startswith("name="):
                groups[controller] = path
    return groups


def _seen(group: str, root: str, target: str) -> Path | None:
    """Where a group appears below a mount whose root is some group; None when it lies elsewhere."""
    if ".." in Path(group).parts or not Path(group).is_relative_to(root):
        return None
    return Path(target) / Path(group).relative_to(root)
