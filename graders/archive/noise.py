"""What programs leave beside people's work, told by name."""

from collections.abc import Iterable
from fnmatch import fnmatchcase

from graders.archive.entry import Entry

FOLDERS = (
    "__pycache__",
    "__MACOSX",
    ".git",
    ".hg",
    ".svn",
    ".idea",
    ".vscode",
    ".ipynb_checkpoints",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".venv",
    "venv",
    "site-packages",
    "node_modules",
)
FILES = ("*.pyc", "*.pyo", ".DS_Store", "._*", "Thumbs.db", "desktop.ini", "Icon\r", "*.swp")
ENVIRONMENT = "pyvenv.cfg"


def noise_in(name: str) -> str:
    """The pattern that makes a member noise, such as `__pycache__` or `*.pyc`; "" for work."""
    parts = name.rstrip("/").split("/")
    for part in parts:
        if part in FOLDERS:
            return part
    return next((pattern for pattern in FILES if fnmatchcase(parts[-1], pattern)), "")


def environments(entries: Iterable[Entry]) -> tuple[str, ...]:
    """Folders, each with its last `/`, that Python's venv made, whatever they are called."""
    marks = (entry.name for entry in entries if entry.name.rpartition("/")[2] == ENVIRONMENT)
    return tuple(name.removesuffix(ENVIRONMENT) for name in marks if "/" in name)
