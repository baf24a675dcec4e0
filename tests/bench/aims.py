"""What the boxes are to cost, on two processors. Where an aim is missed, `make bench` says so."""

from dataclasses import dataclass

STARTS = {("numpy", False): 10.0, ("torch", False): 25.0, ("numpy", True): 5.0, ("torch", True): 15.0}
"""Milliseconds from a task to its first step in the default box, by runtime and whether a child was ahead."""

FULL_MARKS, HALF_WRONG = 1.5, 4.0
"""Times the bare checks that a grading of a homework may take."""


@dataclass(frozen=True)
class Aim:
    """The most that a figure may come to."""

    most: float

    def met(self, figure: float) -> bool:
        """Whether the figure is no more."""
        return figure <= self.most

    def told(self, figure: float) -> str:
        """The aim beside a figure, in a table's cell."""
        return f"≤ {self.most:g} {'met' if self.met(figure) else 'MISSED'}"


def start_aim(kind: str, runtime: str, *, ahead: bool) -> Aim | None:
    """The aim of a start, where there is one: the kinds that start an interpreter have none."""
    known = kind == "namespaces" and (runtime, ahead) in STARTS
    return Aim(STARTS[runtime, ahead]) if known else None


def aim_cell(aim: Aim | None, figure: float) -> str:
    """The aim's cell; "" where there is none."""
    return aim.told(figure) if aim else ""
