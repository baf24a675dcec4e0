"""The handin as real files: students' code opens, imports and inspects them."""

from collections.abc import Mapping
from pathlib import Path


class Tree:
    """A handin's files in a folder of the box.

    files: path → bytes as they were handed in, whatever the handin does to the copies on disk.
    """

    def __init__(self, files: Mapping[str, bytes], root: Path) -> None:
        self.files = files
        self.root = root
        self._prefix = f"{root}/"

    def write(self) -> None:
        """Write every file; raises OSError when the box has no room or the name is none."""
        folders = {self._prefix + path.rpartition("/")[0] for path in self.files}
        for folder in sorted(folders):
            Path(folder).mkdir(parents=True, exist_ok=True)
        for path, content in self.files.items():
            with open(self._prefix + path, "wb", buffering=0) as file:  # noqa: PTH123  # half of pathlib's time
                file.write(content)

    def name(self, filename: str) -> str:
        """The handin's path of a file on disk, or "" for a file that is not the handin's."""
        path = filename.removeprefix(self._prefix)
        return path if path != filename and path in self.files else ""

    def shorten(self, text: str) -> str:
        """A text with the handin's paths as its student knows them."""
        return text.replace(self._prefix, "")

    def locate(self, path: str) -> str:
        """Where a path of the handin is on disk."""
        return self._prefix + path

    def line(self, path: str, number: int) -> str:
        """The text of a line of the handin, counted from 1, or "" where there is none."""
        lines = self.files[path].decode("utf-8", "replace").splitlines()
        return lines[number - 1].strip() if 0 < number <= len(lines) else ""
