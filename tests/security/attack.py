"""One attack: a small hostile handin, what it is after, and what it earns honestly.

A handin's file `student.py` begins with `from target import *` (see `target.py`), calls `trying()` where the
attack begins and `reached()` where it has got what it wanted. Whatever it claims to have reached counts as
reached. What it may do in silence is for the canaries to see.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from textwrap import dedent, indent

HONEST = 3.0
"""What the part of every hostile handin that is right earns of the prey's points."""


@dataclass(frozen=True)
class Attack:
    """One row of the table.

    goal: what would be worth reaching. source: the text of student.py. sequel: of a second handin, graded
    next on the same worker, that looks for what the first has left. files: what the handin holds beside
    student.py. upload: the archive itself, where that is the attack. earns: the most that the handin may
    score. tries: it says when it begins, or proves nothing. bare: without a box it reaches its goal, which
    shows that this suite would see it. machine: the only architecture that it is written for.
    """

    family: str
    name: str
    goal: str
    source: str = ""
    sequel: str = ""
    files: Mapping[str, bytes] = field(default_factory=dict)
    upload: Callable[[], bytes] | None = None
    earns: float = HONEST
    tries: bool = True
    bare: bool = False
    machine: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "source", dedent(self.source).strip() + "\n")
        object.__setattr__(self, "sequel", dedent(self.sequel).strip() + "\n" if self.sequel else "")

    @property
    def row(self) -> str:
        """Its name in the table."""
        return f"{self.family}: {self.name}"


def deed(family: str, name: str, goal: str, expression: str, *, bare: bool = False) -> Attack:
    """An attack that is one expression: that it has a value at all is the goal."""
    source = f"def answer():\n    trying()\n    deed(lambda: {expression})"
    return Attack(family, name, goal, source, bare=bare)


def deeds(family: str, goal: str, expressions: Mapping[str, str], bare: Iterable[str] = ()) -> list[Attack]:
    """Several attacks of one expression each, by name; bare: those that reach their goal without a box."""
    return [deed(family, name, goal, text, bare=name in bare) for name, text in expressions.items()]


def lingering(family: str, name: str, goal: str, body: str) -> Attack:
    """An attack on the clock: its code means never to return."""
    return Attack(family, name, goal, f"def linger():\n    trying()\n{indent(dedent(body).strip(), '    ')}")
