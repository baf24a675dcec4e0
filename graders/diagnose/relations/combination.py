"""The expected array, combined with something else of its case: a bias, the labels, a scale."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from graders.diagnose.relations.finding import NAMED, Finding
from graders.diagnose.relations.known_array import called
from graders.diagnose.relations.pair import Array, Pair


@dataclass(frozen=True)
class _Combination:
    """How an array `c` of the context comes in, and what to say of it: `said` has a place for its name."""

    combine: Callable[[Array, Array], Array]
    said: str
    advice: str


COMBINATIONS = (
    _Combination(lambda e, c: e - c, "what is expected without {}", "Is it never added?"),
    _Combination(lambda e, c: e + c, "what is expected plus {}", "Is it never subtracted, or added twice?"),
    _Combination(lambda e, c: e - 2 * c, "what is expected with {} subtracted", "Add it instead."),
    _Combination(lambda e, c: e + 2 * c, "what is expected with {} added", "Subtract it instead."),
    _Combination(lambda e, c: e * c, "what is expected times {}", "Is that product one too many?"),
    _Combination(lambda e, c: e / c, "what is expected divided by {}", "Is a product with it missing?"),
)


def combined_with_context(pair: Pair) -> list[Finding]:
    """got = expected ± c, expected ± 2c, expected · c or expected / c, for an array c of the context."""
    sources = {
        name: wide for name, array in pair.context.items() if (wide := _widened(array, pair)) is not None
    }
    findings = []
    for combination in COMBINATIONS:
        names = [name for name, wide in sources.items() if _holds(combination, wide, pair)]
        if names:
            said = combination.said.format(called(names))
            cause = ("combined", combination.said, *names)
            findings.append(Finding("combined", cause, NAMED, said, combination.advice, pair.witnesses))
    return findings


def _widened(array: Array, pair: Pair) -> Array | None:
    """A context array spread over the pair's shape; None if it does not fit or is one number throughout."""
    try:
        wide = np.broadcast_to(array, pair.got.shape)
    except ValueError:
        return None
    is_initial = pair.initial is not None and array is pair.initial
    return None if is_initial or np.ptp(array) == 0 else wide


def _holds(combination: _Combination, wide: Array, pair: Pair) -> bool:
    few = combination.combine(pair.expected[pair.probe], wide[pair.probe])
    return pair.fits_probe(few) and pair.equals(combination.combine(pair.expected, wide))
