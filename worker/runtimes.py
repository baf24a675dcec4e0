"""Which runtimes are installed here: the environments that boxes are made from."""

from pathlib import Path

from graders.errors import GraderFault


class NoRuntime(GraderFault):
    """No runtime is installed."""


def installed_runtimes(home: Path) -> dict[str, Path]:
    """Runtime name → its python, as `deploy/setup.sh` laid them under `home`/runtimes.

    Raises NoRuntime where there is none at all.
    """
    found = {
        folder.name: folder.resolve() / "bin" / "python"
        for folder in sorted((home / "runtimes").glob("*"))
        if folder.is_symlink() and (folder / "bin" / "python").exists()
    }
    if not found:
        raise NoRuntime(f"No runtime is installed under {home}: run `sh deploy/setup.sh numpy`.")
    return found
