"""What may be said of a wrong answer when its right value must stay secret (`reveal = false`)."""

from collections.abc import Iterable

import msgspec

from graders.compare.naming import quoted
from graders.report import Mismatch

UNSAID = "At least one of the answers is not right."

_MESSAGES = {
    "dtype": "{name} does not hold the kind of values that this check asks for.",
    "shape": "{name} does not have the shape that this check asks for.",
}


def veil(mismatches: Iterable[Mismatch]) -> tuple[Mismatch, ...]:
    """The same mismatches with no expected value, no index and no count.

    All wrong values together become one mismatch that names no array: a student who learns which of five
    letters is wrong needs twenty tries for full marks instead of a thousand.
    """
    veiled: list[Mismatch] = []
    secret = False
    for mismatch in mismatches:
        if mismatch.kind in ("finite", "values", "gradient"):
            secret = True
        else:
            veiled.append(_veil(mismatch))
    if secret:
        veiled.append(Mismatch(case="", array="", kind="values", message=UNSAID))
    return tuple(veiled)


def _veil(mismatch: Mismatch) -> Mismatch:
    template = _MESSAGES.get(mismatch.kind)
    if template is None:
        return mismatch
    name = quoted((mismatch.case, mismatch.array))
    return msgspec.structs.replace(mismatch, message=template.format(name=name))
