"""Normalizes batches of 12 examples with 5 units: with an eps that hardly counts, and with a large one."""

FILE = "batchnorm_affine.py"
EXAMPLES, UNITS = 12, 5
EPSILONS = {"eps 1e-5": 1e-5, "eps 0.5": 0.5}


def forward(handin, rng):
    """Array `y` (12, 5)."""
    run = handin.load(FILE).forward
    cases = {}
    for name, eps in EPSILONS.items():
        a, gamma, beta = _draw(rng)
        y = run(handin.lend("a", a), handin.lend("gamma", gamma), handin.lend("beta", beta), eps)
        cases[name] = {"y": y, "_a": a, "_gamma": gamma, "_beta": beta}
    return cases


def parameter_gradients(handin, rng):
    return _gradients(handin, rng, "grad_gamma", "grad_beta")


def input_gradient(handin, rng):
    return _gradients(handin, rng, "grad_a")


def inference(handin, rng):
    """Array `y` for a batch and for one row, which has no variance of its own."""
    run = handin.load(FILE).inference
    cases = {}
    for name, rows in [("a batch", EXAMPLES), ("one row", 1)]:
        a, gamma, beta = _draw(rng)
        mean, variance = rng.standard_normal(UNITS), rng.uniform(0.5, 4, UNITS)
        arrays = {"a": a[:rows], "gamma": gamma, "beta": beta, "mean": mean, "variance": variance}
        y = run(*(handin.lend(key, array) for key, array in arrays.items()), 0.1)
        cases[name] = {"y": y, **{f"_{key}": array for key, array in arrays.items()}}
    return cases


def gradients_by_differences(handin, rng):
    """The three gradients, and central differences of `forward` by each of its arguments."""
    module, eps = handin.load(FILE), 0.1
    a, gamma, beta = _draw(rng)
    grad_y = rng.standard_normal((EXAMPLES, UNITS))
    grads = module.backward(grad_y.copy(), a.copy(), gamma.copy(), eps)
    passes = {
        "a": (lambda x: module.forward(x, gamma.copy(), beta.copy(), eps), a),
        "gamma": (lambda x: module.forward(a.copy(), x, beta.copy(), eps), gamma),
        "beta": (lambda x: module.forward(a.copy(), gamma.copy(), x, eps), beta),
    }
    return {
        **{f"grad_{name}": grad for name, grad in zip(passes, grads, strict=True)},
        **{f"differences by {name}": handin.differences(*way, grad_y) for name, way in passes.items()},
    }


def _gradients(handin, rng, *names):
    """Those of `grad_a` (12, 5), `grad_gamma` and `grad_beta` (5,) that are asked for."""
    backward = handin.load(FILE).backward
    cases = {}
    for name, eps in EPSILONS.items():
        a, gamma, _ = _draw(rng)
        grad_y = rng.standard_normal((EXAMPLES, UNITS))
        grads = backward(handin.lend("grad_y", grad_y), handin.lend("a", a), handin.lend("gamma", gamma), eps)
        grad_a, grad_gamma, grad_beta = grads
        found = {"grad_a": grad_a, "grad_gamma": grad_gamma, "grad_beta": grad_beta}
        context = {"_grad_y": grad_y, "_a": a, "_gamma": gamma}
        cases[name] = {key: found[key] for key in names} | context
    return cases


def _draw(rng):
    """A batch whose units have means and spreads of their own; gamma and beta are far from 1 and 0."""
    a = rng.standard_normal(UNITS) + rng.uniform(0.5, 2, UNITS) * rng.standard_normal((EXAMPLES, UNITS))
    return a, rng.uniform(1.5, 3, UNITS), rng.standard_normal(UNITS)
