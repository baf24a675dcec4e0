"""A proof as staff read it: findings by kind, and how far tolerances lie from noise and from mistakes."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from graders.proof import Finding, Proof

WIDTH, HEIGHT = 320, 24
EDGE = 10
TOLERANCE = "tolerance"

TITLES = {
    "determinism": "Determinism",
    "reference": "Reference",
    "starter": "Starter",
    "misconceptions": "Known mistakes",
    "samples": "Samples",
    TOLERANCE: "Tolerances",
    "time": "Time",
    "times_reference": "Time beside the reference",
    "memory_times_reference": "Memory beside the reference",
    "memory": "Memory",
    "rubric": "Rubric",
}


@dataclass(frozen=True)
class Line:
    """One finding. name: what of its kind it is about; "" where the kind has one alone."""

    name: str
    passed: bool
    sentence: str


@dataclass(frozen=True)
class Kind:
    """Findings of one kind."""

    title: str
    lines: tuple[Line, ...]

    @property
    def failed(self) -> int:
        """How many of them say what to mend."""
        return sum(not line.passed for line in self.lines)


@dataclass(frozen=True)
class Tick:
    """A power of ten of the error allowed, and where it is in the drawing."""

    at: float
    decade: int


@dataclass(frozen=True)
class Margin:
    """One check's tolerance between noise and the nearest mistake, in decades; places in the drawing.

    None where nothing was measured: no noise at all, or no mistake that an array shows.
    """

    check: str
    passed: bool
    noise: float | None
    nearest: float | None
    above_noise: float | None
    below_nearest: float | None


@dataclass(frozen=True)
class Margins:
    """All of a proof's tolerances on one scale, on which `allowed` is the error that is just allowed."""

    ticks: tuple[Tick, ...]
    allowed: float
    rows: tuple[Margin, ...]

    @classmethod
    def of(cls, findings: Sequence[Finding]) -> "Margins | None":
        """Lay the tolerances out; None where none was measured."""
        measured = [each for each in findings if each.name.startswith(f"{TOLERANCE}.") and each.numbers]
        if not measured:
            return None
        scale = Scale.around([*map(_noise, measured), *map(_nearest, measured)])
        return cls(
            ticks=scale.ticks(), allowed=scale.x(0.0), rows=tuple(_margin(each, scale) for each in measured)
        )


@dataclass(frozen=True)
class Scale:
    """Decades from `low` to `high`, both whole, from the left to the right."""

    low: int
    high: int

    @classmethod
    def around(cls, decades: Sequence[float | None]) -> "Scale":
        """A scale that holds all of these, and one decade on both sides of the error allowed at least."""
        known = [each for each in decades if each is not None]
        return cls(math.floor(min([-1.0, *known])), math.ceil(max([1.0, *known])))

    def x(self, decade: float) -> float:
        """Where a power of ten comes to lie."""
        share = (decade - self.low) / (self.high - self.low)
        return round(EDGE + share * (WIDTH - 2 * EDGE), 1)

    def ticks(self) -> tuple[Tick, ...]:
        """The powers that are named: 0, and others in equal steps, few enough to be read."""
        step = max(1, math.ceil((self.high - self.low) / 7))
        named = [decade for decade in range(self.low, self.high + 1) if decade % step == 0]
        return tuple(Tick(self.x(decade), decade) for decade in named)


@dataclass(frozen=True)
class ProofView:
    """A proof, whole."""

    kinds: tuple[Kind, ...]
    margins: Margins | None
    seeds: str
    box: str

    @classmethod
    def of(cls, proof: Proof) -> "ProofView":
        """Show what was found."""
        grouped = groupby(proof.findings, key=lambda finding: finding.name.partition(".")[0])
        return cls(
            kinds=tuple(_kind(name, list(findings)) for name, findings in grouped),
            margins=Margins.of(proof.findings),
            seeds=", ".join(map(str, proof.seeds)),
            box=proof.box,
        )


def _kind(name: str, findings: list[Finding]) -> Kind:
    lines = [Line(each.name.partition(".")[2], each.passed, each.sentence) for each in findings]
    return Kind(TITLES.get(name, name), tuple(lines))


def _margin(finding: Finding, scale: Scale) -> Margin:
    noise, nearest = _noise(finding), _nearest(finding)
    return Margin(
        check=finding.name.partition(".")[2],
        passed=finding.passed,
        noise=None if noise is None else scale.x(noise),
        nearest=None if nearest is None else scale.x(nearest),
        above_noise=None if noise is None else -noise,
        below_nearest=nearest,
    )


def _noise(finding: Finding) -> float | None:
    """The decade of the noise, in errors allowed."""
    above = finding.numbers.get("decades_above_noise")
    return None if above is None else -above


def _nearest(finding: Finding) -> float | None:
    """The decade of the nearest mistake, in errors allowed."""
    return finding.numbers.get("decades_below_nearest")
