"""What can go wrong on the way; each text is a sentence for a person."""

from __future__ import annotations


class Trouble(Exception):
    """Handing in cannot go on."""


class Unreachable(Trouble):
    """The server cannot be reached, or the line broke."""


class Refused(Trouble):
    """The server said no. status: of HTTP; the text is the server's own reason."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
