"""Wrong arrays set beside the expected ones, with what is known of their cases."""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from graders.answer import Key
from graders.compare.closeness import times_allowed
from graders.compare.naming import is_context
from graders.compare.tolerance import tolerance_for
from graders.diagnose.calls import earlier_calls
from graders.diagnose.evidence import Evidence
from graders.diagnose.gradients import forward_is_right
from graders.diagnose.relations.pair import Array, Pair
from graders.report import Mismatch

PROBED = 64
BATCH = "the batch size"
FEATURES = "the number of features of the input"
INPUT = "x"


def pair_up(evidence: Evidence) -> list[Pair]:
    """Every wrong array as a pair; none at all if one of them cannot be related to what is expected.

    Relations are of finite real numbers: anything else wrong (a shape, NaN, text) would stay unexplained.
    """
    expected = {key: _real(array) for key, array in evidence.expected.items()}
    pairs = [_pair(mismatch, evidence, expected) for mismatch in evidence.mismatches]
    return [pair for pair in pairs if pair] if all(pairs) else []


def _pair(mismatch: Mismatch, evidence: Evidence, expected: Mapping[Key, Array | None]) -> Pair | None:
    key = (mismatch.case, mismatch.array)
    due = expected.get(key)
    got = _real(evidence.answer.arrays[key]) if key in evidence.answer.arrays else None
    check = evidence.check
    # A gradient is set beside the reference's, which is right for it only if the forward pass is.
    related = mismatch.kind == "values" or (mismatch.kind == "gradient" and forward_is_right(evidence))
    if not related or due is None or got is None or due.shape != got.shape:
        return None
    tolerance = tolerance_for(check, evidence.answer.arrays[key].dtype, evidence.expected[key].dtype)
    times = times_allowed(got, due, tolerance)
    alike = {k: a for k, a in expected.items() if a is not None and a.shape == due.shape}
    siblings = {k: a for k, a in alike.items() if k != key and not is_context(k)}
    context = {k[1][1:]: a for k, a in expected.items() if a is not None and is_context(k) and k[0] == key[0]}
    return Pair(
        key=key,
        got=got,
        expected=due,
        tolerance=tolerance,
        times=times,
        probe=_probe(times),
        axes=tuple(check.axes.get(key[1], ())),
        context=context,
        siblings=siblings,
        earlier=tuple(siblings[k] for k in earlier_calls(key, siblings)),
        scales=_scales(check.scales, context),
    )


def _real(array: NDArray[np.generic]) -> Array | None:
    """The array as finite float64 with one axis at least; None if it is none."""
    if array.dtype.kind not in "fiu" or not array.size or not np.isfinite(array).all():
        return None
    return np.atleast_1d(array.astype(np.float64, copy=False))


def _probe(times: Array) -> tuple[NDArray[np.intp], ...]:
    """Indices of some wrong elements, evenly spread."""
    wrong = np.flatnonzero(times > 1)
    some = wrong[np.linspace(0, len(wrong) - 1, min(PROBED, len(wrong))).astype(np.intp)]
    return np.unravel_index(some, times.shape)


def _scales(scales: Mapping[str, float], context: Mapping[str, Array]) -> dict[str, float]:
    """The check's scales, with the sizes that this case really has where its input is known."""
    known = dict(scales)
    if INPUT in context and context[INPUT].ndim == 2:
        name = next((name for name in known if "batch" in name), BATCH)
        known[name], features = map(float, context[INPUT].shape)
        if features not in known.values():
            known[FEATURES] = features
    return known
