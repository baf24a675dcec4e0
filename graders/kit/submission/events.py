"""What happens to a submission: server-sent events, and asking again and again where they do not come."""

from __future__ import annotations

import json
from http.client import HTTPException
from time import sleep
from typing import Any, Callable, Dict, Iterator, Tuple

from .server import Server
from .trouble import Refused, Unreachable

Event = Tuple[str, Dict[str, Any]]
"""Its name and what it says."""

POLL_SECONDS = 2.0
PATIENCE = 30
"""How often in a row the server may be out of reach before we give up."""
FINAL = ("graded", "review", "fault")


def wait(server: Server, submission: str, tell: Callable[[str, dict[str, Any]], None]) -> Any:
    """Tell each event as it comes; return the submission when it is graded, or cannot be."""
    try:
        for name, body in _events(server, submission):
            tell(name, body)
    except (Unreachable, Refused):
        tell("state", {"state": "watching"})
    return _poll(server, submission, tell)


def _events(server: Server, submission: str) -> Iterator[Event]:
    """The events up to the one that says it is finished."""
    with server.open(f"/submissions/{submission}/events", headers={"Accept": "text/event-stream"}) as stream:
        for event in read_events(_lines(stream)):
            yield event
            if event[0] == "finished":
                return


def _lines(stream: Any) -> Iterator[str]:
    try:
        for line in stream:
            yield line.decode("utf-8", "replace").rstrip("\r\n")
    except (OSError, HTTPException) as error:
        raise Unreachable(f"The line broke: {error}") from error


def read_events(lines: Iterator[str]) -> Iterator[Event]:
    """Events of a text/event-stream (HTML standard, server-sent events) whose data are JSON objects."""
    name, data = "message", []
    for line in lines:
        field, _, value = line.partition(":")
        value = value[1:] if value.startswith(" ") else value
        if field == "event":
            name = value
        elif field == "data":
            data.append(value)
        elif not line:
            if data:
                yield name, _object("\n".join(data))
            name, data = "message", []


def _object(text: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except ValueError:
        return {}
    return told if isinstance(told, dict) else {}


def _poll(server: Server, submission: str, tell: Callable[[str, dict[str, Any]], None]) -> Any:
    missed = 0
    while True:
        try:
            seen = server.get(f"/submissions/{submission}")
            missed = 0
            if seen["state"] in FINAL:
                return seen
            tell("state", seen)
        except Unreachable:
            missed += 1
            if missed > PATIENCE:
                raise
        sleep(POLL_SECONDS)
