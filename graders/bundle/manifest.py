"""TOML as one of our structs, or a sentence that says which key of which file is wrong."""

import re
import tomllib
from typing import Any, TypeVar

import msgspec

from graders.errors import BundleRefused

T = TypeVar("T")
PLACE = re.compile(r" - at `\$(.*)`$")
STEP = re.compile(r"\.?([^.\[\]]+)|\[(\d+)\]")
EXTENDS = re.compile(r"^extends[ \t]*=.*\n?", re.MULTILINE)


TEXT_BYTES = 1024 * 1024
"""More than a person would write and read."""
TOML_CHARS, LINE_CHARS = 256 * 1024, 2048
"""A key of k parts costs a parser k² bytes: half a megabyte of dots took all memory of a machine."""


def text_of(data: bytes, file: str) -> str:
    """A file as text. Raises BundleRefused when it is not UTF-8, or no text that a person would write."""
    if len(data) > TEXT_BYTES:
        raise BundleRefused(f"{file}: is larger than {TEXT_BYTES // 1024} KiB; move data to data/.")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        raise BundleRefused(f"{file}: is not UTF-8 text; save it as UTF-8.") from error
    if "\0" in text:
        raise BundleRefused(f"{file}: holds a zero byte, which no text does; save it as UTF-8.")
    return text


def parse(text: str, kind: type[T], file: str) -> T:
    """The struct in a TOML text. Raises BundleRefused, naming the line or the key."""
    if len(text) > TOML_CHARS or max(map(len, text.split("\n"))) > LINE_CHARS:
        raise BundleRefused(
            f"{file}: is larger than {TOML_CHARS // 1024} KiB, or has a line of more than {LINE_CHARS} "
            "characters; break the line, or move what is long to files."
        )
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BundleRefused(f"{file}: is not TOML: {error}.") from error
    except (ValueError, RecursionError) as error:
        # Python's own bounds on numbers and nesting, which TOML does not know.
        raise BundleRefused(
            f"{file}: holds a number too long or tables nested too deep to be read."
        ) from error
    try:
        return msgspec.convert(told, kind)
    except RecursionError as error:
        raise BundleRefused(f"{file}: holds tables nested too deep to be read.") from error
    except msgspec.ValidationError as error:
        raise BundleRefused(f"{file}{_place(str(error), told)}: {PLACE.sub('', str(error))}.") from error


def without_extends(text: str) -> str:
    """The text less its line `extends = …`, which holds only where the bundle's folder lies."""
    return EXTENDS.sub("", text, count=1)


def _place(message: str, told: Any) -> str:
    """The key that a validation error is about, with the name of the check or sample it belongs to."""
    match = PLACE.search(message)
    if not match:
        return ""
    name = ""
    # A place within a table of free keys, such as `axes`, is told as `[...]`: which of them it is, is not.
    for key, index in STEP.findall(match[1].partition("[...]")[0]):
        told = told[int(index)] if index else told.get(key) if isinstance(told, dict) else None
        if isinstance(told, dict) and isinstance(told.get("name"), str):
            name = told["name"]
    return f", {match[1].lstrip('.')}" + (f" ({name})" if name else "")
