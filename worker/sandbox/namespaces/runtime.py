"""Where a runtime lies on this machine."""

import json
import subprocess
from dataclasses import dataclass
from pathlib import Path

from worker.sandbox.errors import BoxUnavailable

_COVERED = ("/tmp", "/proc", "/dev")  # noqa: S108 - named, not used
"""Places where a box has something of its own."""
_ASK = (
    "import json, os, sys, sysconfig; print(json.dumps({"
    "'python': os.path.realpath(sys.executable), 'base': sys.base_prefix, "
    "'packages': sysconfig.get_path('platlib')}))"
)


@dataclass(frozen=True)
class Runtime:
    """The interpreter itself, the folder it is installed in, and the folder of the runtime's packages."""

    python: Path
    base: Path
    packages: Path


def read_runtime(name: str, python: Path) -> Runtime:
    """Ask a runtime's python where it lives. Raises BoxUnavailable if it cannot be run, or not in a box."""
    try:
        question = [str(python), "-I", "-B", "-c", _ASK]
        answer = subprocess.run(question, capture_output=True, check=True, env={}, timeout=60)
    except (OSError, subprocess.SubprocessError) as problem:
        raise BoxUnavailable(
            f"The runtime '{name}' cannot be run: {problem}. Make it again with `sh deploy/setup.sh {name}`."
        ) from problem
    runtime = Runtime(**{key: Path(path) for key, path in json.loads(answer.stdout).items()})
    for place in _COVERED:
        if runtime.base.is_relative_to(place):
            raise BoxUnavailable(
                f"The Python of runtime '{name}' lies below {place}, where boxes have files of their own: "
                "make the runtime with a Python installed elsewhere."
            )
    return runtime
