"""What was noted of an act, for people: what it changed, without the ids that say where."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID


def told_of(details: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The details that a person reads, by name. Ids and emptiness are left to the file for spreadsheets."""
    shown = {name: value for name, value in details.items() if not (_is_empty(value) or _is_id(value))}
    if "now" in shown and "was" in details:
        shown["was"] = details["was"]
    return [(name, _text(value)) for name, value in sorted(shown.items())]


def _is_empty(value: object) -> bool:
    return value is None or value in ("", [], {})


def _is_id(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return str(UUID(value)) == value
    except ValueError:
        return False


def _text(value: object) -> str:
    if value is None:
        return "nothing"
    if isinstance(value, float):
        return f"{value:g}"
    if isinstance(value, Mapping):
        return ", ".join(f"{name}: {_text(each)}" for name, each in value.items())
    if isinstance(value, list):
        return ", ".join(map(_text, value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
