"""Which written answers are the same answer."""

import re
import unicodedata
from collections.abc import Mapping
from hashlib import sha256

from graders.problem import Problem
from graders.written import is_pdf

_LENGTH = 16
"""Hexadecimal digits of a likeness, as for the answers that machines find wrong."""


def likeness_of(problem: Problem, files: Mapping[str, bytes]) -> str | None:
    """The same for all answers to a written problem that say the same; None where nothing was answered.

    Of a text, letters and digits alone are compared: not blanks, signs, or capitals. A PDF is compared byte
    by byte: what it says cannot be read out of it reliably.
    """
    parts = [_said(data) for path in problem.files if (data := _held(problem, path, files))]
    if not any(parts):
        return None
    return sha256("\n".join(parts).encode()).hexdigest()[:_LENGTH]


def _held(problem: Problem, path: str, files: Mapping[str, bytes]) -> bytes:
    names = (path, *problem.aliases.get(path, ()))
    return next((files[name] for name in names if name in files), b"")


def _said(data: bytes) -> str:
    if is_pdf(data) or b"\0" in data:
        return sha256(data).hexdigest()
    text = unicodedata.normalize("NFKC", data.decode(errors="replace")).casefold()
    return " ".join(re.findall(r"\w+", text))
