"""Arrays of a wrong shape that a sum, a mean or a reshape makes right."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from graders.compare.tolerance import Tolerance
from graders.diagnose.relations.axis import other_axis, reductions, same_numbers
from graders.diagnose.relations.pair import Array, distinct

FEWEST = 3
"""Different numbers that must agree; one or two do so by accident."""


@dataclass(frozen=True)
class Misshapen:
    """An array of a wrong shape beside the expected one; axes and context as of a `Pair`."""

    got: Array
    expected: Array
    tolerance: Tolerance
    axes: Sequence[str]
    context: Mapping[str, Array]

    def same(self, one: Array, other: Array) -> bool:
        """Whether two arrays hold the same numbers, in order, and enough of them to mean something."""
        return len(distinct(other.ravel()[:1000])) >= FEWEST and same_numbers(one, other, self.tolerance)


@dataclass(frozen=True)
class Slip:
    """What leads to the student's array: the explanation's kind, what the array "is", and what to do."""

    kind: str
    predicate: str
    advice: str


def find_slip(array: Misshapen) -> Slip | None:
    """The one slip that accounts for every number; None if there is none, or more than one."""
    slips = [slip for find in (_rearranged, _reduced, _unreduced, _wrong_axis) for slip in find(array)]
    return slips[0] if len(slips) == 1 else None


def _rearranged(array: Misshapen) -> Iterator[Slip]:
    """The right numbers, transposed or in another shape."""
    if array.got.size != array.expected.size:
        return
    shapes = f"yours is {array.got.shape}, expected {array.expected.shape}"
    lengths = [[n for n in a.shape if n != 1] for a in (array.got, array.expected)]
    if lengths[0] == lengths[1]:
        if array.same(array.got, array.expected):
            missing = array.got.ndim < array.expected.ndim
            advice = (
                "keepdims=True keeps the axis that a sum or mean takes away." if missing else "Reshape it."
            )
            yield Slip("keepdims", f"right in its numbers but not in its shape: {shapes}", advice)
    elif array.got.T.shape == array.expected.shape and array.same(array.got.T, array.expected):
        yield Slip("transposed", f"transposed: {shapes}", "Look for a .T too many or missing.")
    elif array.same(array.got, array.expected):
        yield Slip("reshaped", f"right in its numbers but not in its shape: {shapes}", "Reshape it.")


def _reduced(array: Misshapen) -> Iterator[Slip]:
    """got = the sum or mean of expected over an axis."""
    for name, done, reduced in reductions(array.expected, array.axes):
        if array.same(array.got, reduced):
            advice = f"This check asks for shape {array.expected.shape}: leave {name} alone."
            yield Slip("axis", f"{done} over {name}", advice)


def _unreduced(array: Misshapen) -> Iterator[Slip]:
    """expected = the sum or mean of got over an axis."""
    for name, done, reduced in reductions(array.got, ()):
        if array.same(reduced, array.expected):
            yield Slip(
                "axis", f"still to be {done} over {name}", f"Its shape must be {array.expected.shape}."
            )


def _wrong_axis(array: Misshapen) -> Iterator[Slip]:
    """got and expected are sums or means of one context array, over different axes."""
    for source in array.context.values():
        other = other_axis(source, array.got, array.expected, array.tolerance)
        if other:
            yield Slip("axis", *other)
