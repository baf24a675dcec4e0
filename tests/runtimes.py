"""Where the boxes' runtimes are; set up on the way, if they are not yet."""

import subprocess
from functools import cache
from pathlib import Path

SETUP = Path(__file__).parents[1] / "deploy" / "setup.sh"


@cache
def runtime_python(name: str) -> Path:
    """The Python of the runtime `numpy` or `torch`."""
    done = subprocess.run(["sh", str(SETUP), name], check=True, capture_output=True, text=True)
    return Path(done.stdout.strip())
