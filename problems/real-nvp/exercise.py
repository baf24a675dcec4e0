"""Sends rows through a coupling layer whose scale and shift are small networks, drawn anew."""

import numpy as np

FILE = "real_nvp.py"


def forward(handin, rng):
    """Array `x`: of 5 features 2 are kept, and of 4 only one is changed."""
    cases = {}
    for case, n, d in (("2 of 5 kept", 5, 2), ("3 of 4 kept", 4, 3)):
        z, (s, t) = rng.standard_normal((6, n)), _networks(rng, n, d)
        x = handin.load(FILE).forward(handin.lend("z", z), d, s, t)
        cases[case] = {"x": x, "_z": z}
    return cases


def inverse(handin, rng):
    """Array `z`: of rows that nobody made by a forward pass."""
    cases = {}
    for case, n, d in (("2 of 5 kept", 5, 2), ("3 of 4 kept", 4, 3)):
        x, (s, t) = rng.standard_normal((6, n)), _networks(rng, n, d)
        z = handin.load(FILE).inverse(handin.lend("x", x), d, s, t)
        cases[case] = {"z": z, "_x": x}
    return cases


def log_det(handin, rng):
    """Array `log_det` (6,): 3 of 5 features are changed."""
    z, (s, _) = rng.standard_normal((6, 5)), _networks(rng, 5, 2)
    return {"log_det": handin.load(FILE).log_det(handin.lend("z", z), 2, s)}


def many_features(handin, rng):
    """Array `log_det` (4,): two rows whose determinant no float64 can hold, and two that it holds as 0."""
    z, (s, _) = rng.standard_normal((4, 1000)), _networks(rng, 1000, 3)
    z[:, 0] = 1.0, 0.8, -0.8, -1.0

    def spread(kept):
        return s(kept) + 1.5 * np.tanh(2 * kept[:, :1])

    with np.errstate(all="ignore"):
        return {"log_det": handin.load(FILE).log_det(handin.lend("z", z), 3, spread)}


def log_likelihood(handin, rng):
    """Array `log_likelihood` (6,)."""
    cases = {}
    for case, n, d in (("2 of 5 kept", 5, 2), ("1 of 2 kept", 2, 1)):
        x, (s, t) = rng.standard_normal((6, n)), _networks(rng, n, d)
        log_p = handin.load(FILE).log_likelihood(handin.lend("x", x), d, s, t)
        cases[case] = {"log_likelihood": log_p, "_x": x}
    return cases


def _networks(rng, n, d):
    """Scale and shift: functions of the d kept features, (m, d), that give (m, n − d)."""
    A, B = rng.standard_normal((2, d, n - d))
    a, b = rng.uniform(0.3, 0.9, (2, n - d)) * rng.choice([-1.0, 1.0], (2, n - d))
    return (lambda kept: a + 0.7 * np.tanh(kept @ A)), (lambda kept: b + kept @ B)
