"""How two bundles differ: words of problem.toml, and files. Bounded: bundles are as hostile as handins."""

import difflib
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec

from graders.problem import Problem

MOST_WORDS, MOST_FILES = 500, 500
LINES = 1000
"""Of one file: finding what two texts share takes time that grows with the square of their length."""
LINE_CHARS = 2000
TOLD_CHARS = 512 * 1024
SECONDS = 3.0

Words = dict[str, str]


@dataclass(frozen=True)
class Word:
    """A word of problem.toml, as `checks.forward.points`; None: it is not there."""

    word: str
    before: str | None
    after: str | None


@dataclass(frozen=True)
class File:
    """A file that was added, removed or changed; sizes in bytes, None where it is not."""

    path: str
    change: str
    bytes_before: int | None
    bytes_after: int | None
    diff: str
    note: str


@dataclass
class Patience:
    """What is left to be told, and until when."""

    chars: int
    until: float

    @property
    def is_over(self) -> bool:
        """Whether the rest must be left out."""
        return self.chars <= 0 or time.monotonic() > self.until


def word_changes(before: Problem | None, after: Problem) -> list[Word]:
    """The words that differ, in the order in which they are written."""
    old, new = _words_of(before) if before else {}, _words_of(after)
    return [
        Word(word, old.get(word), new.get(word))
        for word in dict.fromkeys([*old, *new])
        if old.get(word) != new.get(word)
    ]


def file_changes(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> list[File]:
    """The files that differ, by path; text as a unified diff as far as that is told in reasonable time."""
    patience = Patience(TOLD_CHARS, time.monotonic() + SECONDS)
    paths = [path for path in sorted({*before, *after}) if before.get(path) != after.get(path)]
    return [_change(path, before.get(path), after.get(path), patience) for path in paths[:MOST_FILES]]


def count_changed(before: Mapping[str, bytes], after: Mapping[str, bytes]) -> int:
    """How many files differ, told or not."""
    return sum(before.get(path) != after.get(path) for path in {*before, *after})


def _words_of(problem: Problem) -> Words:
    return dict(_flat("", msgspec.to_builtins(problem)))


def _flat(place: str, told: Any) -> Iterator[tuple[str, str]]:
    if isinstance(told, dict) and told:
        for key, value in told.items():
            yield from _flat(f"{place}.{key}" if place else key, value)
    elif isinstance(told, list) and told and all(isinstance(each, dict) and "name" in each for each in told):
        # Named parts are told by their names: one that was only moved has not changed.
        for each in told:
            yield from _flat(f"{place}.{each['name']}", {k: v for k, v in each.items() if k != "name"})
    else:
        yield place, msgspec.json.encode(told).decode()


def _change(path: str, before: bytes | None, after: bytes | None, patience: Patience) -> File:
    change = "added" if before is None else "removed" if after is None else "changed"
    diff, note = _diff(path, before or b"", after or b"", patience)
    patience.chars -= len(diff)
    sizes = [None if data is None else len(data) for data in (before, after)]
    return File(path, change, sizes[0], sizes[1], diff, note)


def _diff(path: str, before: bytes, after: bytes, patience: Patience) -> tuple[str, str]:
    if patience.is_over:
        return "", "The difference is not shown: there are too many."
    old, new = _lines(before), _lines(after)
    if old is None or new is None:
        return "", "The difference is not shown: this is no text, or a long one."
    diff = "\n".join(difflib.unified_diff(old, new, f"before/{path}", f"after/{path}", lineterm=""))
    if len(diff) > patience.chars:
        return diff[: patience.chars], "The difference is cut here: it is too long."
    return diff, ""


def _lines(data: bytes) -> list[str] | None:
    if len(data) > LINES * LINE_CHARS:
        return None
    try:
        lines = data.decode().splitlines()
    except UnicodeDecodeError:
        return None
    return lines if len(lines) <= LINES and all(len(line) <= LINE_CHARS for line in lines) else None
