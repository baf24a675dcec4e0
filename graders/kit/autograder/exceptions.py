"""An exception as you should read it: your own lines, without the autograder's."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Iterator

from .outcome import FAILED, Frame, Outcome
from .outline import HERE, ROOT

SHOWN = 500
"""Characters of a message."""
FRAMES = 6
"""Lines of a traceback, the innermost."""


def describe(error: BaseException) -> Outcome:
    """The failure that an exception is."""
    text = error.msg if isinstance(error, SyntaxError) else _text(error)
    reason = f"{type(error).__name__}: {text[:SHOWN]}".rstrip(": ")
    return Outcome(FAILED, [reason], list(_frames(error))[-FRAMES:])


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception:  # noqa: BLE001  # a message of your own making may fail
        return "(its message cannot be shown)"


def _frames(error: BaseException) -> Iterator[Frame]:
    for frame in traceback.extract_tb(error.__traceback__):
        if path := _path(frame.filename):
            yield Frame(path, frame.lineno or 0, frame.name, frame.line or "")
    if isinstance(error, SyntaxError) and (path := _path(error.filename or "")):
        yield Frame(path, error.lineno or 0, "", (error.text or "").strip())


def _path(filename: str) -> str:
    """The path of one of your files, or "" for any other."""
    file = Path(filename).resolve()
    if ROOT not in file.parents or HERE in file.parents or not file.is_file():
        return ""
    return file.relative_to(ROOT).as_posix()
