"""What is wrong with a shape, and which slip leads from the one to the other."""

from collections.abc import Callable, Sequence

Shape = tuple[int, ...]


def describe_shape(got: Shape, expected: Shape, axes: Sequence[str] = ()) -> str:
    """What is wrong with a shape, as the predicate of a sentence; "" if nothing. Shapes never broadcast."""
    if got == expected:
        return ""
    if not got:
        return (
            f"is a single number (an array without axes), expected shape {expected}: summed or averaged away?"
        )
    sentence = f"has shape {got}, expected {expected}"
    for guess in GUESSES:
        slip = guess(got, expected, axes)
        if slip:
            return f"{sentence}: {slip}"
    return sentence


def removed_axis(shorter: Shape, longer: Shape) -> int | None:
    """The axis of `longer` that `shorter` lacks, where they are otherwise the same; the first if several."""
    if len(shorter) + 1 != len(longer):
        return None
    cuts = (axis for axis in range(len(longer)) if longer[:axis] + longer[axis + 1 :] == shorter)
    return next(cuts, None)


def axis_name(axis: int, axes: Sequence[str]) -> str:
    """An axis as sentences name it: the batch, or axis 0 where the check gives no names."""
    return f"the {axes[axis]} axis" if axis < len(axes) else f"axis {axis}"


def _empty(got: Shape, expected: Shape, axes: Sequence[str]) -> str:
    return "it is empty" if 0 in got and 0 not in expected else ""


def _ones(got: Shape, expected: Shape, axes: Sequence[str]) -> str:
    if len(got) == len(expected) or [n for n in got if n != 1] != [n for n in expected if n != 1]:
        return ""
    if len(got) > len(expected):
        return "an axis of length 1 too many"
    return "an axis of length 1 is missing, which keepdims=True keeps"


def _transposed(got: Shape, expected: Shape, axes: Sequence[str]) -> str:
    return "transposed?" if got == expected[::-1] else ""


def _axis_gone(got: Shape, expected: Shape, axes: Sequence[str]) -> str:
    axis = removed_axis(got, expected)
    return "" if axis is None else f"{axis_name(axis, axes)} is gone, so it was summed or averaged away"


def _axis_kept(got: Shape, expected: Shape, axes: Sequence[str]) -> str:
    axis = removed_axis(expected, got)
    return "" if axis is None else f"axis {axis} is one too many, so a sum or mean over it may be missing"


def _one_length(got: Shape, expected: Shape, axes: Sequence[str]) -> str:
    if len(got) != len(expected):
        return ""
    differing = [axis for axis in range(len(got)) if got[axis] != expected[axis]]
    if len(differing) != 1:
        return ""
    axis = differing[0]
    if got[axis] == 1:
        return f"{axis_name(axis, axes)} was summed or averaged away"
    if expected[axis] == 1:
        return f"a sum or mean over {axis_name(axis, axes)} is missing"
    return f"{axis_name(axis, axes)} has length {got[axis]} instead of {expected[axis]}"


def _reshaped(got: Shape, expected: Shape, axes: Sequence[str]) -> str:
    return "as many elements, otherwise arranged" if _size(got) == _size(expected) else ""


def _size(shape: Shape) -> int:
    size = 1
    for length in shape:
        size *= length
    return size


GUESSES: tuple[Callable[[Shape, Shape, Sequence[str]], str], ...] = (
    _empty, _ones, _transposed, _axis_gone, _axis_kept, _one_length, _reshaped,
)  # fmt: skip
