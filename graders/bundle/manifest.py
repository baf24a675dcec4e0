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


def text_of(data: bytes, file: str) -> str:
    """A file as text. Raises BundleRefused when it is not UTF-8."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise BundleRefused(f"{file}: is not UTF-8 text; save it as UTF-8.") from error


def parse(text: str, kind: type[T], file: str) -> T:
    """The struct in a TOML text. Raises BundleRefused, naming the line or the key."""
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BundleRefused(f"{file}: is not TOML: {error}.") from error
    try:
        return msgspec.convert(told, kind)
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
    for key, index in STEP.findall(match[1]):
        told = told[int(index)] if index else told.get(key) if isinstance(told, dict) else None
        if isinstance(told, dict) and isinstance(told.get("name"), str):
            name = told["name"]
    return f", {match[1].lstrip('.')}" + (f" ({name})" if name else "")
