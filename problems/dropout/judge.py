"""Whether what came out of a dropout layer is dropout: exact where it can be, and by chance where it must.

How often chance condemns an honest layer: at most once in a million gradings, all checks together.
A count of N independent yeses, each with probability q, is off its mean qN by tN or more with probability
at most 2 exp(−2 N t²) (Hoeffding 1963, theorem 2). Each test is made at ALARM / TESTS, so t is
√(ln(2 TESTS / ALARM) / (2 N)), and the alarms of all TESTS together have probability ALARM at most,
however they depend on one another (the union bound).

Two tests are no counts, and share the last of the TESTS: that 5,000 calls drop the very same entries, and
that 30 calls all keep the same number. Of 100 entries at p = ½ no number is kept with probability above
0.0796, so for honest layers the other 29 agree with the first with probability at most 0.0796 ** 29, which
is below 1e-31; the former is rarer still.
"""

from math import erf, sqrt

import numpy as np
from exercise import INDEPENDENT, KEPT, RATES, SHAPE, gradient, inputs, rated

ALARM = 1e-6
"""The most that the probability of condemning an honest layer may be, over all checks."""
TESTS = len(RATES) + 4 * len(INDEPENDENT) + 1
CLOSE = 1e-6
"""Relative. Products and quotients of two numbers agree far better; another factor is far off."""
NOTHING_DROPPED = {"passed": False, "misconception": "nothing-dropped"}
HINTS = {
    "nothing-dropped": "Your layer drops nothing in training.",
    "dropped-with-p": "p is the probability of keeping an entry, not of dropping it.",
    "normal-numbers-for-uniform-ones": "That is how often a normal number is below p; draw uniform ones.",
}


def scaling(handin, rng, answer):
    for case, p, x in inputs(rng, KEPT):
        if wrong := _shapes(answer[case]):
            return wrong
        factor = answer[case]["y"] / x
        kept = factor[factor != 0]
        if kept.size == factor.size:
            return NOTHING_DROPPED
        if not kept.size:
            return _failed(f"With {case} everything was dropped.")
        if np.ptp(kept) > CLOSE * np.abs(kept).max():
            return _failed(
                f"With {case} the entries that you keep are multiplied by different factors, from "
                f"{kept.min():.4g} to {kept.max():.4g}; each should be x / p."
            )
        if not np.isclose(kept[0], 1 / p, rtol=CLOSE):
            return _wrong_factor(float(kept[0]), factor != 0, p)
    return {"passed": True}


def _wrong_factor(factor, mask, p):
    known = {1.0: "not-scaled", p: "multiplied-by-p", 1 / (1 - p): "divided-by-what-is-dropped"}
    for value, name in known.items():
        if np.isclose(factor, value, rtol=CLOSE):
            swapped = value == 1 / (1 - p) and _likely(mask, 1 - p)
            return {"passed": False, "misconception": "kept-as-libraries-have-it" if swapped else name}
    told = f"With p = {p} you multiply what you keep by {factor:.4g}"
    return _failed(f"{told}; it should be 1/p, which is {1 / p:.4g}.")


def rate(handin, rng, answer):
    """How many entries are kept, against N p: 20,000 are asked, so t is about 0.021."""
    notes = []
    for case, p, x in rated(rng):
        if wrong := _shapes(answer[case], x.shape):
            return wrong
        mask = answer[case]["y"] != 0
        if 0 < mask.mean() < 1 and (mask == mask[0]).all():
            return {"passed": False, "misconception": "same-mask-in-every-call"}
        if not _likely(mask, p):
            return _wrong_rate(mask, p)
        notes.append(f"{mask.mean():.1%} kept with {case}")
    return {"passed": True, "notes": ["; ".join(notes) + "."]}


def _wrong_rate(mask, p):
    normal = (1 + erf(p / sqrt(2))) / 2
    known = {1.0: "nothing-dropped", 1 - p: "dropped-with-p", normal: "normal-numbers-for-uniform-ones"}
    told = f"With p = {p} you keep {mask.mean():.1%} of the entries; {p:.0%} are due, give or take"
    ruling = _failed(f"{told} {_allowed(mask.size):.1%}.")
    for share, name in known.items():
        if _likely(mask, share):
            ruling["sentences"].append(HINTS[name])
            return ruling | {"misconception": name}
    return ruling


def independence(handin, rng, answer):
    """Whether two masks, or two halves of one, agree as often as chance has it: with p² + (1 − p)²."""
    for case, p, _ in inputs(rng, INDEPENDENT):
        if wrong := _shapes(answer[case]):
            return wrong
        first, second, other = (answer[case][name] != 0 for name in ("first", "second", "other"))
        if first.all():
            return NOTHING_DROPPED
        agreeing = {
            "same-mask-in-every-call": first == second,
            "same-mask-in-every-layer": first == other,
            "whole-features-dropped": first[::2] == first[1::2],
            "whole-examples-dropped": first[:, ::2] == first[:, 1::2],
        }
        if same := [name for name, agree in agreeing.items() if agree.all()]:
            return {"passed": False, "misconception": same[0]}
        for name, agree in agreeing.items():
            if not _likely(agree, p**2 + (1 - p) ** 2):
                return _dependent(agree, first, p, WHERE[name])
    counts = np.count_nonzero(answer["many calls"]["calls"], axis=(1, 2))
    if np.ptp(counts) == 0:
        return {"passed": False, "misconception": "number-kept-is-fixed"}
    return {"passed": True}


WHERE = {
    "same-mask-in-every-call": "in two calls of one layer",
    "same-mask-in-every-layer": "in two layers",
    "whole-features-dropped": "in neighbouring rows",
    "whole-examples-dropped": "in neighbouring columns",
}


def _dependent(agree, mask, p, where):
    """Some dependence that has no name; or a wrong rate, which is looked at only to say so."""
    if not _likely(mask, p):
        return _wrong_rate(mask, p)
    chance = p**2 + (1 - p) ** 2
    return _failed(
        f"With p = {p} entries are both kept or both dropped {where} {agree.mean():.1%} of the time; "
        f"independent ones are {chance:.1%} of the time, give or take {_allowed(agree.size):.1%}."
    )


def backward(handin, rng, answer):
    """Against the student's own outputs, however they were made: dx / dy is what y / x is."""
    for case, p, x in inputs(rng, KEPT):
        dy, arrays = gradient(rng), answer[case]
        if wrong := _shapes(arrays):
            return wrong
        factor, due = arrays["dx"] / dy, arrays["y"] / x
        if due.all():
            return NOTHING_DROPPED
        if not np.allclose(factor, due, rtol=CLOSE, atol=CLOSE):
            return _wrong_way_back(factor, due, arrays["first"] / x, p)
    return {"passed": True}


def _wrong_way_back(factor, due, before, p):
    known = {
        "backward-does-nothing": np.ones(SHAPE),
        "backward-not-scaled": due * p,
        "backward-scaled-twice": due / p,
        "mask-of-the-first-call": before,
    }
    for name, array in known.items():
        if np.allclose(factor, array, rtol=CLOSE, atol=CLOSE):
            return {"passed": False, "misconception": name}
    kept, dropped = factor != 0, due == 0
    if (kept & dropped).any() and not kept.all():
        return {"passed": False, "misconception": "new-mask-on-the-way-back"}
    share = np.mean(~np.isclose(factor, due, rtol=CLOSE, atol=CLOSE))
    told = f"{share:.1%} of your gradient's entries are wrong"
    return _failed(f"{told}: each is dy times what forward multiplied that entry of x by.")


def _likely(yes, q):
    """Whether the share of yeses may be chance, at the rate that the top of this file derives."""
    return abs(np.mean(yes) - q) < _allowed(yes.size)


def _allowed(n):
    return sqrt(np.log(2 * TESTS / ALARM) / (2 * n))


def _shapes(arrays, shape=SHAPE):
    """What is wrong with the form of an answer; None for sound arrays."""
    for name, array in arrays.items():
        if array.shape != shape or array.dtype.kind != "f":
            told = f"`{name}` is {array.dtype} of shape {array.shape}"
            return _failed(f"{told}; an array of floats in the shape of what went in is due, {shape}.")
        if not np.isfinite(array).all():
            return _failed(f"`{name}` holds numbers that are not finite.")
    return None


def _failed(sentence, misconception=""):
    return {"passed": False, "sentences": [sentence]} | (
        {"misconception": misconception} if misconception else {}
    )
