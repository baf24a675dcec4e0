"""`create_tarball.sh`: packs a student's work, written answers included."""

from shlex import quote

from graders.assignment import Assignment
from graders.kit.outline import answers, folders

BEGIN = """#!/bin/sh
# Packs your work into handin.tar, wherever you call this from.
# COPYFILE_DISABLE keeps macOS from adding files of its own.
cd "$(dirname "$0")" || exit 1
"""
PACK = "COPYFILE_DISABLE=1 tar -cvf handin.tar"


def tarball_script(assignment: Assignment) -> bytes:
    """The script as a file."""
    packed, written = " ".join(map(quote, folders(assignment))), answers(assignment)
    if not written:
        return f"{BEGIN}{PACK} {packed}\n".encode()
    lines = ["set --", *map(_answer_lines, written), f'{PACK} {packed} "$@"', ""]
    return (BEGIN + "\n".join(lines)).encode()


def _answer_lines(names: list[str]) -> str:
    """Shell that adds a written answer, under the first of its names that is there, or says that none is."""
    tried = "".join(f'if [ -f {quote(name)} ]; then set -- "$@" {quote(name)}\nel' for name in names)
    told = quote(f"{names[0]} is not here yet, and is left out.")
    return f"{tried}se echo {told} >&2\nfi"
