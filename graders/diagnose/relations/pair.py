"""A wrong array beside the expected one, with what else is known of its case."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graders.answer import Key
from graders.compare.tolerance import Tolerance

Array = NDArray[np.float64]

FAR = 10.0
"""An error must be this many times the error allowed before a relation may explain it: nearer than that,
tolerance alone would let relations hold that do not."""


@dataclass(frozen=True)
class Pair:
    """`got` and `expected`: finite numbers of one shape, as float64.

    times: the error over the error allowed. probe: indices of a few wrong elements, to refuse most relations
    at once. axes: their names, if the check has any. context: the case's inputs, outputs and the like, by
    name without the underscore. siblings: what is expected of other arrays of this shape. earlier: what is
    expected of this array in earlier calls. scales: numbers that a factor may equal, by name.
    """

    key: Key
    got: Array
    expected: Array
    tolerance: Tolerance
    times: Array
    probe: tuple[NDArray[np.intp], ...]
    axes: tuple[str, ...]
    context: Mapping[str, Array]
    siblings: Mapping[Key, Array]
    earlier: tuple[Array, ...]
    scales: Mapping[str, float]

    @property
    def name(self) -> str:
        """The array's name, without its case."""
        return self.key[1]

    @property
    def is_far(self) -> bool:
        """Whether the error is much larger than what is allowed."""
        return bool(np.median(self.times[self.probe]) >= FAR)

    @property
    def initial(self) -> Array | None:
        """What this array was before the exercise ran, if the context says."""
        for name in (self.name, f"initial.{self.name}"):
            if name in self.context and self.context[name].shape == self.got.shape:
                return self.context[name]
        return None

    @property
    def witnesses(self) -> Array:
        """Different numbers that are expected where the student is wrong."""
        return distinct(self.expected[self.probe])

    def equals(self, predicted: Array) -> bool:
        """Whether `got` is `predicted`."""
        return predicted.shape == self.got.shape and self.agree(self.got, predicted, self.tolerance)

    def fits_probe(self, predicted: Array) -> bool:
        """Whether `got` is `predicted` at the probe; whatever is not may be refused without more work."""
        return agree(self.got[self.probe], predicted, self.tolerance)

    def agree(self, got: Array, predicted: Array, tolerance: Tolerance) -> bool:
        """Whether two arrays of the pair's shape agree: at the probe, which refuses most, then everywhere."""
        return agree(got[self.probe], predicted[self.probe], tolerance) and agree(got, predicted, tolerance)


def agree(got: Array, predicted: Array, tolerance: Tolerance) -> bool:
    """Whether two arrays of one shape agree everywhere; whatever is not finite agrees with nothing."""
    near = np.abs(got - predicted) <= tolerance.allowed(got, predicted)
    return bool(near.all() and np.isfinite(predicted).all())


def distinct(numbers: Array) -> Array:
    """The different numbers among these, to six digits."""
    finite = numbers[np.isfinite(numbers)].ravel()
    with np.errstate(all="ignore"):
        unit = 10.0 ** (np.floor(np.log10(np.abs(finite))) - 5)
        rounded = np.where(finite == 0, 0.0, np.round(finite / unit) * unit)
    kept: Array = np.unique(rounded[np.isfinite(rounded)])
    return kept
