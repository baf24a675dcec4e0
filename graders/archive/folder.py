"""A folder on this machine as plain files: for what its owner wrote, not for uploads."""

from pathlib import Path

from graders.archive.noise import noise_in


def read_folder(folder: Path) -> dict[str, bytes]:
    """Path, with `/` between parts → bytes of every regular file below the folder, sorted, without noise.

    Symbolic links are passed over. Raises OSError when a file cannot be read.
    """
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.is_symlink())
    named = ((path.relative_to(folder).as_posix(), path) for path in found)
    return {name: path.read_bytes() for name, path in named if not noise_in(name)}
