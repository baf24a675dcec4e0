"""What was found out about a machine: a mark, a name and a sentence each."""

from dataclasses import dataclass
from enum import StrEnum

UNTOLD = "not told by this kernel"


class Mark(StrEnum):
    """What a finding means for whoever runs the machine."""

    OK = "ok"  # as it should be
    BETTER = "better"  # boxes work; the sentence says what would make them better
    MISSING = "missing"  # the kind of box that was chosen cannot be had; the sentence says what mends it
    FACT = "fact"  # neither good nor bad


@dataclass(frozen=True)
class Finding:
    """One thing. says: what is there, and where something is to be done, what does it."""

    mark: Mark
    name: str
    says: str


@dataclass(frozen=True)
class Chapter:
    """Findings that belong together."""

    title: str
    findings: tuple[Finding, ...]


def good(name: str, says: str) -> Finding:
    """Something that is as it should be."""
    return Finding(Mark.OK, name, says)


def better(name: str, says: str) -> Finding:
    """Something that could be better."""
    return Finding(Mark.BETTER, name, says)


def fact(name: str, says: str | None) -> Finding:
    """Something that is so; None where this machine does not tell it."""
    return Finding(Mark.FACT, name, says or UNTOLD)
