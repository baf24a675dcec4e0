"""Unpacking as a student does it."""

import subprocess
from pathlib import Path


def unpack(tar: bytes, folder: Path) -> None:
    """Unpack a tar into the folder, which is made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run(["tar", "-x", "-C", str(folder)], input=tar, check=True)
