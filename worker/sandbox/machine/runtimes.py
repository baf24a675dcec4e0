"""What is installed in each runtime."""

import json
import subprocess
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

from worker.sandbox.machine.finding import Finding, Mark, fact, good

_WAIT_SECONDS = 60
_ASK = """
import json, platform
from importlib.metadata import distributions
installed = {one.metadata["Name"]: one.version for one in distributions()}
named = {name: installed[name] for name in ("numpy", "torch") if name in installed}
print(json.dumps({"Python": platform.python_version(), **named}))
"""


def runtimes(installed: Mapping[str, Path], known: Collection[str]) -> Iterator[Finding]:
    """One finding each. known: those that can be set up here. One at least has to be."""
    for name in sorted({*installed, *known}):
        mend = f"`sh deploy/setup.sh {name}`"
        if name not in installed:
            says = f"Not set up: {mend} does it."
            yield fact(name, says) if installed else Finding(Mark.MISSING, name, says)
        elif versions := _versions(installed[name]):
            yield good(name, versions)
        else:
            says = f"{installed[name]} cannot be run: remove its folder, then {mend}."
            yield Finding(Mark.MISSING, name, says)


def _versions(python: Path) -> str:
    """'Python 3.11.7, numpy 1.26.4'; '' where this Python cannot be run."""
    try:
        question = [str(python), "-I", "-B", "-c", _ASK]
        told = subprocess.run(question, capture_output=True, check=True, env={}, timeout=_WAIT_SECONDS)
        found = json.loads(told.stdout)
    except (OSError, ValueError, subprocess.SubprocessError):
        return ""
    return ", ".join(f"{name} {version}" for name, version in found.items())
