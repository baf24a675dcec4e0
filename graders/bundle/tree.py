"""Handin trees made of a bundle's or an assignment's folders, and of edits."""

from collections.abc import Collection, Iterable, Mapping

from graders.archive import below
from graders.errors import BundleRefused
from graders.problem import Edit


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


def edited(tree: Mapping[str, bytes], edits: Iterable[Edit]) -> dict[str, bytes]:
    """The tree after each edit in turn. Raises BundleRefused where an edit's place is not found once."""
    tree = dict(tree)
    for edit in edits:
        if edit.file not in tree:
            raise BundleRefused(f"there is no file {edit.file!r} to edit.")
        content, find = tree[edit.file], edit.find.encode()
        if (times := content.count(find)) != 1:
            raise BundleRefused(
                f"{edit.find!r} is in {edit.file} {times} times, and must be there exactly once."
            )
        tree[edit.file] = content.replace(find, edit.put.encode())
    return tree
