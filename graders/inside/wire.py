"""A task as the child reads it; `graders.wire` writes it."""

import json
import struct
from typing import NamedTuple

LENGTH = struct.Struct("<I")
"""The size in bytes of the JSON header that follows."""


class Step(NamedTuple):
    """One check to exercise; the fields are those of `graders.box.Step`."""

    problem: str
    check: str
    seed: int
    wall_seconds: float
    seeds: int
    cases: list[str]
    unchanged: bool


class Exercise(NamedTuple):
    """How one problem exercises a handin; the fields are those of `graders.box.Exercise`."""

    source: str
    path: list[str]
    aliases: dict[str, list[str]]
    files: dict[str, bytes]


class Task(NamedTuple):
    """One child's work.

    memory_bytes: how much of a GPU's memory it may have. answer_bytes: how much it may answer with, over all
    steps.
    """

    device: str
    memory_bytes: int
    context: bool
    answer_bytes: int
    files: dict[str, bytes]
    exercises: dict[str, Exercise]
    steps: list[Step]


def decode_task(message: bytes) -> Task:
    """The task in the bytes that `graders.wire.encode_task` made; they are ours, so nothing is checked."""
    (length,) = LENGTH.unpack_from(message)
    end = LENGTH.size + length
    header = json.loads(message[LENGTH.size : end])
    files, end = _cut(message, end, header["files"])
    exercises = {}
    for problem, exercise in header["exercises"].items():
        read_only, end = _cut(message, end, exercise["files"])
        exercises[problem] = Exercise(exercise["source"], exercise["path"], exercise["aliases"], read_only)
    steps = [Step(*step) for step in header["steps"]]
    numbers = header["memory_bytes"], header["context"], header["answer_bytes"]
    return Task(header["device"], *numbers, files, exercises, steps)


def _cut(message: bytes, start: int, sizes: list[tuple[str, int]]) -> tuple[dict[str, bytes], int]:
    """The files whose bytes begin at `start`, and where they end."""
    files = {}
    for path, size in sizes:
        files[path] = message[start : start + size]
        start += size
    return files, start
