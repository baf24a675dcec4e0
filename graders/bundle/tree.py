"""Handin trees made of a bundle's or an assignment's folders, and of edits."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from graders.archive import below
from graders.errors import BundleRefused
from graders.problem import Edit

MOST_EDITS = 50
EDITED_BYTES = 64 * 1024
"""More than a source file of homework holds: every tree with an edit in it is another copy of the file."""


def folder(files: Mapping[str, bytes], name: str) -> dict[str, bytes]:
    """The files in a folder, by their paths in it."""
    return below(f"{name}/", files)


def folders_in(files: Mapping[str, bytes], name: str) -> set[str]:
    """The names of the folders that lie in a folder."""
    return {path.partition("/")[0] for path in folder(files, name) if "/" in path}


def edits_complaints(edits: Sequence[Edit], own: str) -> Iterator[str]:
    """What is wrong with edits in themselves. own: the folder whose files can say the same."""
    if len(edits) > MOST_EDITS:
        yield f"there are {len(edits)}, and {MOST_EDITS} are the most; put the whole file in {own}/."
    if not all(edit.find for edit in edits):
        yield "every `find` must be some text of the file."


def edited(tree: Mapping[str, bytes], edits: Iterable[Edit]) -> dict[str, bytes]:
    """The tree after each edit in turn. Raises BundleRefused where an edit's place is not found once."""
    tree = dict(tree)
    for edit in edits:
        if edit.file not in tree:
            raise BundleRefused(f"there is no file {edit.file!r} to edit.")
        content, find = tree[edit.file], edit.find.encode()
        if len(content) > EDITED_BYTES:
            raise BundleRefused(
                f"{edit.file} is larger than {EDITED_BYTES // 1024} KiB, and too long to edit; lay a whole "
                "file over it."
            )
        if (times := content.count(find)) != 1:
            raise BundleRefused(
                f"{edit.find!r} is in {edit.file} {times} times, and must be there exactly once."
            )
        tree[edit.file] = content.replace(find, edit.put.encode())
    return tree
