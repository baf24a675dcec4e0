"""Handin trees made of a bundle's or an assignment's folders."""

from collections.abc import Collection, Mapping

from graders.archive import below


def folder(files: Mapping[str, bytes], name: str) -> dict[str, bytes]:
    """The files in a folder, by their paths in it."""
    return below(f"{name}/", files)


def folders_in(files: Mapping[str, bytes], name: str) -> set[str]:
    """The names of the folders that lie in a folder."""
    return {path.partition("/")[0] for path in folder(files, name) if "/" in path}


def sample_tree(
    files: Mapping[str, bytes], name: str, base: str, remove: Collection[str]
) -> dict[str, bytes]:
    """The handin of a sample: its base folder, less the removed paths, under the files of its own folder."""
    kept = {path: data for path, data in folder(files, base).items() if path not in remove}
    return kept | folder(files, f"samples/{name}")
