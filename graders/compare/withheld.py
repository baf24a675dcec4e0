"""Answers that are no plain arrays, in words that say what to return instead."""

from graders.box import Withheld

KINDS_OF_TYPE = {
    "NoneType": "None: is a `return` missing, or was it never computed?",
    "list": "a Python list; turn it into an array with np.array(…)",
    "tuple": "a tuple; give the array alone",
    "Tensor": "a torch tensor; this check asks for a numpy array",
    "str": "a string; this check asks for an array",
}
NUMBERS = {"float", "int", "bool", "complex"}

SUBCLASSES = {
    "matrix": "a np.matrix, which multiplies by other rules; use np.array(…)",
    "MaskedArray": "a masked array, which hides elements; use a plain np.ndarray",
}


def describe_withheld(withheld: Withheld) -> str:
    """What was answered instead of an array, as the predicate of a sentence."""
    return _DESCRIPTIONS.get(withheld.kind, _describe_type)(withheld)


def _describe_type(withheld: Withheld) -> str:
    name = withheld.type_name.rpartition(".")[2]
    if name in KINDS_OF_TYPE:
        return f"is {KINDS_OF_TYPE[name]}"
    if name.rstrip("0123456789_") in NUMBERS:
        return f"is a single number ({withheld.type_name}), not an array: was it summed or averaged away?"
    return f"is of type {withheld.type_name}, where a plain np.ndarray is due"


def _describe_subclass(withheld: Withheld) -> str:
    name = withheld.type_name.rpartition(".")[2]
    return (
        f"is {SUBCLASSES.get(name, f'a {withheld.type_name}, a class of its own; return a plain np.ndarray')}"
    )


def _describe_object(withheld: Withheld) -> str:
    return (
        f"is an array of Python objects (dtype {withheld.dtype or 'object'}), often made of None or of "
        "rows of different lengths; make it an array of numbers"
    )


def _describe_gigantic(withheld: Withheld) -> str:
    shape = f", shape {withheld.shape}" if withheld.shape else ""
    return f"is too large to be an answer{shape}: does something broadcast (n, 1) against (n,)?"


_DESCRIPTIONS = {
    "type": _describe_type,
    "subclass": _describe_subclass,
    "object": _describe_object,
    "gigantic": _describe_gigantic,
}
