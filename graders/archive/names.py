"""Names of members: how they are shown to people and which of them are plain paths."""

import re
import unicodedata

from graders.archive.limits import ArchiveLimits
from graders.errors import ArchiveRefused

SHOWN = 80
DRIVE = re.compile(r"[A-Za-z]:")


def shown(name: str) -> str:
    """A name fit for a sentence: in backticks, shortened in the middle, nothing invisible in it."""
    if len(name) > SHOWN:
        name = f"{name[: SHOWN // 2]}…{name[-SHOWN // 2 :]}"
    return f"`{''.join(c if c.isprintable() else ascii(c)[1:-1] for c in name)}`"


def plain_path(name: str, limits: ArchiveLimits) -> str:
    """The normalized path of a member: relative, `/` between parts, Unicode NFC; "" for the root.

    Raises ArchiveRefused for a name that is anything but a plain path below the archive's root.
    """
    if reason := _objection(name, limits):
        raise ArchiveRefused(f"{shown(name)} {reason}")
    parts = [part for part in name.split("/") if part not in ("", ".")]
    if len(parts) > limits.depth:
        raise ArchiveRefused(
            f"{shown(name)} lies {len(parts)} folders deep; at most {limits.depth} are read. Move it up."
        )
    return unicodedata.normalize("NFC", "/".join(parts))


def _objection(name: str, limits: ArchiveLimits) -> str:
    if any(map(_unseen, name)):
        return "has invisible characters in its name (a line break, a control or direction mark). Rename it."
    if len(name.encode()) > limits.name_bytes:
        return f"has a name longer than {limits.name_bytes} bytes. Shorten it."
    if "\\" in name:
        return (
            "has a backslash in its name. Pack with `tar` or a zip program that writes `/` between folders."
        )
    if name.startswith("/") or DRIVE.match(name):
        return "is an absolute name. Pack from inside the folder, with names relative to it."
    if ".." in name.split("/"):
        return "points outside the archive with `..`. Pack from inside the folder, with names relative to it."
    return ""


def _unseen(character: str) -> bool:
    # Control, format (direction marks among them), surrogate, private and unassigned characters,
    # line and paragraph separators. Odd spaces stay: macOS puts them into the names of screenshots.
    category = unicodedata.category(character)
    return category.startswith("C") or category in ("Zl", "Zp")
