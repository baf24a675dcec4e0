"""Finds the folder of an archive that is meant."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from graders.archive.names import shown
from graders.errors import ArchiveRefused


def find_root(paths: Collection[str], wanted: Collection[str]) -> str:
    """The prefix, "" or ending in `/`, below which the wanted files lie.

    It is where most wanted files lie; where there are none, a single folder around everything, unless
    a wanted file lies in a folder of that name. Raises ArchiveRefused when two folders fit alike.
    """
    found = Counter(_prefixes(paths, wanted))
    if not found:
        return _only_folder(paths, wanted)
    most = max(found.values())
    best = sorted(
        (prefix for prefix, count in found.items() if count == most), key=lambda prefix: prefix.count("/")
    )
    if len(best) > 1 and best[0].count("/") == best[1].count("/"):
        raise ArchiveRefused(
            f"Both {shown(best[0])} and {shown(best[1])} look like the one to read. Pack only that one."
        )
    return best[0]


def below(root: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files below a prefix, by what is left of their paths."""
    return {path.removeprefix(root): data for path, data in files.items() if path.startswith(root)}


def _prefixes(paths: Iterable[str], wanted: Collection[str]) -> Iterable[str]:
    for path in paths:
        for name in wanted:
            if path == name or path.endswith(f"/{name}"):
                yield path.removesuffix(name)


def _only_folder(paths: Collection[str], wanted: Collection[str]) -> str:
    tops = {path.partition("/")[0] for path in paths}
    if len(tops) != 1 or any("/" not in path for path in paths):
        return ""
    top = f"{tops.pop()}/"
    return "" if any(name.startswith(top) for name in wanted) else top
