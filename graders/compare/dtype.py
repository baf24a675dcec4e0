"""Whether an array holds the kind of values that a check asks for."""

import numpy as np

from graders.errors import GraderFault
from graders.problem import Check

Dtype = np.dtype[np.generic]


POLICIES = {"exact": "", "float": "f", "integer": "iu", "complex": "c", "number": "iuf"}
"""What `dtype` in problem.toml may say → the kinds of dtype that may stand for each other, in any width."""


def dtype_fits(got: Dtype, expected: Dtype, policy: str) -> bool:
    """Whether a policy takes a dtype for another. The length of text only says how long the longest is."""
    if got == expected or (got.kind == expected.kind and got.kind in "US"):
        return True
    return got.kind in POLICIES[policy] and expected.kind in POLICIES[policy]


ADVICE = {
    "i": "whole numbers lose every fraction, so compute in floats, for example from np.zeros(shape)",
    "u": "whole numbers lose every fraction, so compute in floats, for example from np.zeros(shape)",
    "b": "turn truth values into numbers with .astype(float)",
    "c": "complex numbers have no place here; look for a root or logarithm of a negative number",
    "U": "text is no number; convert it with float(…)",
}


def describe_dtype(got: Dtype, expected: Dtype, check: Check) -> str:
    """What is wrong with a dtype, as the predicate of a sentence; "" if nothing is.

    Raises GraderFault for a `dtype` in problem.toml that is none of POLICIES.
    """
    if check.dtype not in POLICIES:
        raise GraderFault(
            f"Check {check.name!r}: dtype is {check.dtype!r}, must be one of {', '.join(POLICIES)}."
        )
    if dtype_fits(got, expected, check.dtype):
        return ""
    if got.newbyteorder("=") == expected.newbyteorder("="):
        return f"is big-endian {got.name} ({got.str}), expected {expected.name} in this machine's byte order"
    sentence = f"has dtype {_name(got)}, expected {_name(expected)}"
    if got.kind == expected.kind == "f":
        wider = got.itemsize > expected.itemsize
        return f"{sentence}: {'more' if wider else 'fewer'} digits than this check asks for"
    advice = ADVICE.get(got.kind) if expected.kind == "f" else None
    return f"{sentence}: {advice}" if advice else sentence


def _name(dtype: Dtype) -> str:
    return "text" if dtype.kind in "US" else dtype.name
