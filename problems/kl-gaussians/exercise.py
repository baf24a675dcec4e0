"""Asks for divergences of Gaussians in one, three and very many dimensions."""

import numpy as np

FILE = "kl_gaussians.py"


def general(handin, rng):
    """Array `nats` () for several dimensions, and for one distribution with itself."""
    function = handin.load(FILE).kl
    answers = {f"{d} dimensions": _ask(handin, function, *_draw(rng, d)) for d in (1, 3, 10)}
    mu, sigma, _, _ = _draw(rng, 3)
    return answers | {"one distribution": _ask(handin, function, mu, sigma, mu, sigma)}


def independent(handin, rng):
    function = handin.load(FILE).kl_independent
    return {f"{d} dimensions": _ask(handin, function, *_draw_variances(rng, d)) for d in (1, 4)}


def many_dimensions(handin, rng):
    """Determinants of 400 dimensions with variances near 1000 are far above 10³⁰⁸."""
    mu0, sigma0, mu1, sigma1 = _draw(rng, 400)
    return _ask(handin, handin.load(FILE).kl, 100 * mu0, 1000 * sigma0, 100 * mu1, 1000 * sigma1)


def _ask(handin, function, *given):
    names = ("mu0", "sigma0", "mu1", "sigma1")
    lent = [handin.lend(name, array) for name, array in zip(names, given, strict=True)]
    return {"nats": np.asarray(function(*lent), dtype=float)}


def _draw(rng, d):
    """Means, and covariances that are not diagonal and well conditioned."""
    factors = rng.standard_normal((2, d, d)) / np.sqrt(d)
    sigma0, sigma1 = (a @ a.T + np.diag(rng.uniform(0.5, 2, d)) for a in factors)
    return rng.standard_normal(d), sigma0, rng.standard_normal(d), sigma1


def _draw_variances(rng, d):
    return rng.standard_normal(d), rng.uniform(0.3, 3, d), rng.standard_normal(d), rng.uniform(0.3, 3, d)
