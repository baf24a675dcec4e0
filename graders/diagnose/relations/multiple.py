"""The numbers that a constant factor may turn out to be."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from graders.diagnose.relations.finding import NAMED, PLAIN
from graders.diagnose.wording import listed

SHARP = 1e-6
"""How near (relatively) a factor must be to a plain number to be called that number."""

LARGEST = 1000
LARGEST_DENOMINATOR = 4


@dataclass(frozen=True)
class Multiple:
    """A positive factor.

    said: comes before "what is expected". slip: the same for the same slip, whatever the value is in a case.
    called: what the value is, such as "20 is the batch size". advice: what to do about it.
    """

    value: float
    said: str
    slip: str
    called: str = ""
    advice: str = ""
    rank: int = NAMED


LOGARITHMS = (
    Multiple(1 / math.log(2), "1/ln 2 ×", "log2", advice="Take the natural logarithm, np.log, not np.log2."),
    Multiple(
        1 / math.log(10), "1/ln 10 ×", "log10", advice="Take the natural logarithm, np.log, not np.log10."
    ),
)


def multiples_near(factor: float, scales: Mapping[str, float], nearness: float) -> list[Multiple]:
    """What a positive factor may be: all that has a name and is that near (relatively), or a plain number."""
    named = [m for m in named_multiples(scales) if math.isclose(factor, m.value, rel_tol=nearness)]
    return named or _plain(factor)


def named_multiples(scales: Mapping[str, float]) -> list[Multiple]:
    """The scales of a check, their inverses, what batches lead to, logarithms, 2 and ½."""
    multiples = [
        m for name, value in scales.items() if value > 0 and value != 1 for m in _of_scale(name, value)
    ]
    multiples += _mistaken_for_batch(scales)
    double = Multiple(2.0, "2 ×", "double", advice="Is something counted twice?")
    half = Multiple(0.5, "half of", "half", advice="Is something halved, or a factor of 2 missing?")
    return [*multiples, *LOGARITHMS, double, half]


def merge(multiples: Sequence[Multiple]) -> Multiple:
    """Several multiples of one value as one: all that they are called, and advice only if they agree."""
    first = multiples[0]
    called = list(dict.fromkeys(m.called for m in multiples if m.called))
    return Multiple(
        value=first.value,
        said=first.said,
        slip=" or ".join(m.slip for m in multiples),
        called=listed(called) if called else "",
        advice=first.advice if len({m.advice for m in multiples}) == 1 else "",
        rank=first.rank,
    )


def _of_scale(name: str, value: float) -> list[Multiple]:
    text, called = f"{value:g}", f"{value:g} is {name}"
    batch = "batch" in name
    too_large = "Average over the batch." if batch else ""
    too_small = "It was averaged once too often, or should be summed here." if batch else ""
    return [
        Multiple(value, f"{text} ×", f"× {name}", called, too_large),
        Multiple(1 / value, f"1/{text} of", f"/ {name}", called, too_small),
        *(_corrections(value, called) if batch and value > 1 else ()),
        *(_powers(value, called) if batch else ()),
    ]


def _powers(m: float, called: str) -> list[Multiple]:
    """What is averaged over the batch again at every layer that it passes, or never."""
    often = "It is averaged over the batch at every layer; average once."
    never = "It is to be averaged over the batch."
    return [
        multiple
        for power, sign in enumerate("²³⁴⁵⁶", start=2)
        for multiple in (
            Multiple(m**power, f"{m:g}{sign} ×", f"× batch{sign}", called, never),
            Multiple(m**-power, f"1/{m:g}{sign} of", f"/ batch{sign}", called, often),
        )
    ]


def _mistaken_for_batch(scales: Mapping[str, float]) -> list[Multiple]:
    """What is divided by another scale, such as the number of features, in place of the batch size."""
    batches = [(name, value) for name, value in scales.items() if "batch" in name and value > 0]
    others = [(name, value) for name, value in scales.items() if "batch" not in name and value > 1]
    return [
        Multiple(
            m / value,
            f"{m:g}/{value:g} of",
            f"/ {name} instead of {batch}",
            f"{m:g} is {batch} and {value:g} is {name}",
            f"You divide by {name}; divide by {batch}.",
        )
        for batch, m in batches
        for name, value in others
        if m != value
    ]


def _corrections(m: float, called: str) -> list[Multiple]:
    """What variances divided by m − 1 lead to, and what is divided by their roots."""
    ratio = m / (m - 1)
    more, fewer = f"{m:g}/{m - 1:g}", f"{m - 1:g}/{m:g}"
    either = "A variance divided by m − 1 instead of m, or the reverse, makes this factor."
    return [
        Multiple(ratio, f"{more} of", "m / (m − 1)", called, "You divide by m − 1; divide by m."),
        Multiple(1 / ratio, f"{fewer} of", "(m − 1) / m", called, "You divide by m; divide by m − 1 here."),
        Multiple(math.sqrt(ratio), f"√({more}) of", "√(m / (m − 1))", called, either),
        Multiple(math.sqrt(1 / ratio), f"√({fewer}) of", "√((m − 1) / m)", called, either),
    ]


def _plain(factor: float) -> list[Multiple]:
    """A whole number, its inverse, or a fraction with a small denominator."""
    large = factor if factor >= 1 else 1 / factor
    if large > LARGEST:
        return []
    near = Fraction(large).limit_denominator(1 if large > LARGEST_DENOMINATOR else LARGEST_DENOMINATOR)
    if near == 1 or not math.isclose(large, float(near), rel_tol=SHARP):
        return []
    value = near if factor >= 1 else 1 / near
    said = f"{value} ×" if value.denominator == 1 else f"{value} of"
    return [Multiple(float(value), said, said, rank=PLAIN)]
