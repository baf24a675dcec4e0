"""Whether weights were drawn as they should be, allowing for chance.

How often chance condemns an honest handin: at most once in a million gradings, all checks together. Two
kinds of test, each made at ALARM / TESTS; the union bound adds them up, however they depend on one another.

Distribution: of N independent draws, let F_N(x) be the share that is at most x. The probability that it is
anywhere t or more away from the distribution function F is at most 2 exp(−2 N t²) (Dvoretzky, Kiefer,
Wolfowitz 1956; the constant by Massart 1990). One test for mean, variance and shape alike.

Independence: draws symmetric about 0 have the same sign in two places with probability ½, so N disjoint
pairs do so N/2 times, give or take tN but for a probability of 2 exp(−2 N t²) (Hoeffding 1963, theorem 2).

Both give t = √(ln(2 TESTS / ALARM) / (2 N)).
"""

from itertools import pairwise
from math import erf, sqrt

import numpy as np
from exercise import SIZES, TALL, WIDE

ALARM = 1e-6
"""The most that the probability of condemning an honest handin may be, over all checks."""
TESTS = 3 * 2 * 3 + 3 + 1
"""Three tests each of two arrays in three checks; and layers' distributions, and whether two are the same."""
NEAR = 0.05
"""How near a measured variance must be to the variance of a known mistake, relatively, to be told as that."""


def forward_normal(handin, rng, answer):
    return _judge(answer, _normal, lambda n_in, n_out: 1 / n_in)


def xavier_normal(handin, rng, answer):
    return _judge(answer, _normal, lambda n_in, n_out: 2 / (n_in + n_out))


def xavier_uniform(handin, rng, answer):
    return _judge(answer, _uniform, lambda n_in, n_out: 2 / (n_in + n_out))


def layers(handin, rng, answer):
    shapes = list(pairwise(SIZES))
    for layer, shape in enumerate(shapes, start=1):
        W = answer[f"W_{layer}"]
        if wrong := _form(W, shape) or _repetition(W) or _distribution(W, _normal, 2 / sum(shape)):
            return wrong
    same = np.sign(answer["W_1"]) == np.sign(answer["W_2"])
    if not _is_half(same):
        return {"passed": False, "misconception": "same-for-all-layers"}
    return {"passed": True}


def _judge(answer, law, variance):
    """Two layers' weights: their form, their distribution, and whether they are independent."""
    for shape in (WIDE, TALL):
        W = answer[f"{shape[0]} to {shape[1]}"]["W"]
        wrong = _form(W, shape) or _repetition(W) or _dependence(W) or _distribution(W, law, variance(*shape))
        if wrong:
            return wrong
    return {"passed": True}


def _form(W, shape):
    if W.shape != shape and W.shape == shape[::-1]:
        return {"passed": False, "misconception": "outputs-first"}
    if W.shape != shape:
        return _failed(f"Your weights have shape {W.shape}; from {shape[0]} to {shape[1]} they are {shape}.")
    if W.dtype.kind != "f" or not np.isfinite(W).all():
        return _failed("Your weights are not all finite floats.")
    return None


def _repetition(W):
    """What no honest draw of thousands of weights comes to."""
    found = {
        "constant-weights": np.ptp(W) == 0,
        "the-same-row-again": (W[0] == W).all(),
        "the-same-column-again": (W[:, :1] == W).all(),
        "mean-not-0": (W >= 0).all() or (W <= 0).all(),
    }
    return next(({"passed": False, "misconception": name} for name, true in found.items() if true), None)


def _dependence(W):
    """Signs of neighbouring rows and of neighbouring columns, which agree half of the time."""
    signs = np.sign(W)
    pairs = {"rows": signs[::2] == signs[1::2], "columns": signs[:, ::2] == signs[:, 1::2]}
    for where, same in pairs.items():
        if not _is_half(same):
            told = f"Neighbouring {where} of your weights have the same sign {same.mean():.1%} of the time"
            return _failed(f"{told}; independent ones do so half of the time.")
    return None


def _distribution(W, law, variance):
    """Against a law, by the largest distance of the two distribution functions."""
    drawn = np.sort(W, axis=None)
    due = law(drawn, sqrt(variance))
    steps = np.arange(len(drawn) + 1) / len(drawn)
    if max((steps[1:] - due).max(), (due - steps[:-1]).max()) < _allowed(W.size):
        return None
    return _wrong_law(W, law, variance)


def _wrong_law(W, law, variance):
    """What is wrong with a distribution, as far as it can be told."""
    n_in, n_out = W.shape
    mean, found = W.mean(), W.var()
    told = f"From {n_in} to {n_out}, your weights have mean {mean:.3g} and variance {found:.4g}"
    # Standard normal weights have a mean that is far from 0 in units of the right deviation, by chance.
    if abs(mean) > max(0.1 * sqrt(variance), 6 * sqrt(found / W.size)):
        return _failed(f"{told}; the mean should be 0.", "mean-not-0")
    known = {
        "variance-of-what-goes-out": 1 / n_out,
        "one-over-the-sum": 1 / (n_in + n_out),
        "he-initialization": 2 / n_in,
        "variance-for-the-standard-deviation": variance**2,
        "not-scaled-at-all": 1.0,
        "bound-for-the-variance": variance / 3,
        "forward-variance": 1 / n_in,
        "xavier-in-place-of-forward": 2 / (n_in + n_out),
    }
    for name, value in known.items():
        if abs(found / value - 1) < NEAR and abs(value / variance - 1) > 2 * NEAR:
            return _failed(f"{told}, where {variance:.4g} is due. {HINTS[name]}", name)
    if abs(found / variance - 1) < NEAR:
        due, name = OTHER_LAW[law]
        return _failed(f"{told}, which is right; but they should be {due}, and they are not.", name)
    return _failed(f"{told}; the variance should be {variance:.4g}.")


HINTS = {
    "variance-of-what-goes-out": "You divide by the number of outputs.",
    "one-over-the-sum": "That is 1 / (n_in + n_out): the mean of both numbers is half of their sum.",
    "he-initialization": "That is He's 2 / n_in, which makes up for a ReLU; there is none here.",
    "variance-for-the-standard-deviation": "You pass the variance where a standard deviation is asked for.",
    "not-scaled-at-all": "Standard normal weights have to be multiplied by the standard deviation.",
    "bound-for-the-variance": "On [−c, c] the variance is c²/3, so c is the root of 3 times the variance.",
    "forward-variance": "That is 1 / n_in, for the way forward alone.",
    "xavier-in-place-of-forward": "That is Xavier's compromise; on the way forward only n_in counts.",
}


def _normal(x, sigma):
    return np.array([(1 + erf(z)) / 2 for z in (x / (sigma * sqrt(2))).tolist()])


def _uniform(x, sigma):
    bound = sqrt(3) * sigma
    return np.clip((x + bound) / (2 * bound), 0, 1)


OTHER_LAW = {_normal: ("normal", "uniform-for-normal"), _uniform: ("uniform", "normal-for-uniform")}


def _is_half(same):
    return abs(same.mean() - 0.5) < _allowed(same.size)


def _allowed(n):
    return sqrt(np.log(2 * TESTS / ALARM) / (2 * n))


def _failed(sentence, misconception=""):
    return {"passed": False, "sentences": [sentence]} | (
        {"misconception": misconception} if misconception else {}
    )
