"""Takes a step with a batch of 5, 4 inputs and 3 units, and differentiates it."""

FILE = "lstm.py"


def step(handin, rng):
    """Arrays `h` and `C`, both (5, 3)."""
    given, U, W = _draw(rng)
    h, C = handin.load(FILE).step(*_lend(handin, given), _copy(U), _copy(W))
    return {"h": h, "C": C} | _context(given)


def state_gradients(handin, rng):
    """Arrays `dx` (5, 4), `dh` (5, 3) and `dC` (5, 3)."""
    (dx, dh, dC, _, _), context = _backward(handin, rng)
    return {"dx": dx, "dh": dh, "dC": dC} | context


def weight_gradients(handin, rng):
    """Arrays `dUf` (4, 3), …, `dWg` (3, 3)."""
    (_, _, _, dU, dW), context = _backward(handin, rng)
    return {f"dU{gate}": dU[gate] for gate in "fiog"} | {f"dW{gate}": dW[gate] for gate in "fiog"} | context


def _backward(handin, rng):
    given, U, W = _draw(rng)
    deltas = {name: rng.standard_normal((5, 3)) for name in ("dh_next", "dC_next")}
    lent = _lend(handin, deltas | given)
    return handin.load(FILE).step_backward(*lent, _copy(U), _copy(W)), _context(deltas | given)


def _draw(rng):
    """x (5, 4), h and C (5, 3) by their names; U (4, 3) and W (3, 3) by gate."""
    given = {name: rng.standard_normal((5, size)) for name, size in (("x", 4), ("h", 3), ("C", 3))}
    U, W = ({gate: rng.standard_normal((size, 3)) for gate in "fiog"} for size in (4, 3))
    return given, U, W


def _lend(handin, arrays):
    return [handin.lend(name, array) for name, array in arrays.items()]


def _copy(weights):
    return {gate: array.copy() for gate, array in weights.items()}


def _context(arrays):
    return {f"_{name}": array for name, array in arrays.items()}
