"""The end of an exercise when noise is measured: every number that it draws comes a rounding off.

Not imported: its text is put after the exercise's own, with a call of `_nudge_checks` after it. A
method that computes as well as its numbers allow gives the exact answer for inputs a rounding away
(backward stability; Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., section 1.5), so
honest answers lie about as far apart as the answers for inputs that differ by so much.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

_DRAWS = (
    "random", "uniform", "standard_normal", "normal", "exponential", "standard_exponential", "laplace",
    "lognormal", "logistic", "gamma", "standard_gamma", "beta", "chisquare", "dirichlet",
    "multivariate_normal",
)  # fmt: skip


class _Nudged(np.random.Generator):
    """Draws what numpy's generator does, each number moved up or down by the part `eps` of itself."""

    eps = 0.0


def _nudging(name: str) -> Callable[..., Any]:
    drawn = getattr(np.random.Generator, name)

    def draw(self: _Nudged, *args: Any, **kwargs: Any) -> Any:
        numbers = drawn(self, *args, **kwargs)
        signs = np.random.default_rng(0).choice([-1.0, 1.0], np.shape(numbers))
        nudged = numbers * (1 + self.eps * signs)
        return nudged.astype(numbers.dtype) if isinstance(numbers, np.ndarray) else float(nudged)

    return draw


for _name in _DRAWS:
    setattr(_Nudged, _name, _nudging(_name))


def _nudge_checks(module: dict[str, Any], eps: dict[str, float]) -> None:
    """Give the checks of an exercise nudged numbers; eps: by check, how far."""
    for name in eps.keys() & module.keys():
        kind = type("_Nudged", (_Nudged,), {"eps": eps[name]})
        module[name] = _with(module[name], kind)


def _with(check: Callable[..., Any], kind: type[_Nudged]) -> Callable[..., Any]:
    return lambda handin, rng, *case: check(handin, kind(rng.bit_generator), *case)
