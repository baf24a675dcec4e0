"""Asks for softmax and its Jacobian at a few sizes, and for the gradients of a linear classifier."""

FILE = "softmax_jacobian.py"
CLASSES = 2, 6
MANY = 2000


def softmax(handin, rng):
    """Array `p` (k,)."""
    return _at_logits(handin, handin.load(FILE).softmax, "p", rng)


def jacobian(handin, rng):
    """Array `jacobian` (k, k)."""
    return _at_logits(handin, handin.load(FILE).jacobian, "jacobian", rng)


def large_logits(handin, rng):
    """Array `p` where exponentials of the logits are infinite, and where all of them are 0."""
    run = handin.load(FILE).softmax
    cases = {}
    for name, shift in [("about 1000", 1000.0), ("about −1000", -1000.0)]:
        z = shift + rng.standard_normal(5)
        cases[name] = {"p": run(handin.lend("z", z)), "_z": z}
    return cases


def gradients(handin, rng):
    """Arrays `grad_W` (4, 3) and `grad_b` (4,), for each of the four classes."""
    run = handin.load(FILE).gradients
    cases = {}
    for y in range(4):
        x, W, b = rng.standard_normal(3), rng.standard_normal((4, 3)), rng.standard_normal(4)
        grad_W, grad_b = run(handin.lend("x", x), y, handin.lend("W", W), handin.lend("b", b))
        cases[f"class {y}"] = {"grad_W": grad_W, "grad_b": grad_b, "_x": x, "_W": W, "_b": b}
    return cases


def many_classes(handin, rng):
    """Arrays `grad_W` (2000, 3) and `grad_b` (2000,). What this may cost is measured beside the reference."""
    x, W, b = rng.standard_normal(3), rng.standard_normal((MANY, 3)), rng.standard_normal(MANY)
    y = int(rng.integers(MANY))
    run = handin.load(FILE).gradients
    grad_W, grad_b = run(handin.lend("x", x), y, handin.lend("W", W), handin.lend("b", b))
    return {"grad_W": grad_W, "grad_b": grad_b, "_x": x, "_W": W, "_b": b}


def _at_logits(handin, run, name, rng):
    cases = {}
    for k in CLASSES:
        z = 1.5 * rng.standard_normal(k)
        cases[f"{k} classes"] = {name: run(handin.lend("z", z)), "_z": z}
    return cases
