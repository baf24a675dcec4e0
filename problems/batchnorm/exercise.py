"""Exercises for batch normalization: within a network for points, and the layer alone for diagnosis.

The layer's own checks set gamma and beta away from 1 and 0, and hold a feature of hardly any variance, for
which eps matters and its place too. The network's checks have neither: there a misplaced eps costs nothing.
"""

from copy import copy

import numpy as np

INPUTS, OUTPUTS = 784, 10
BATCH, LARGE_BATCH = 20, 100
EVALUATIONS = 10
LR = 0.008

SPREAD = np.array([[1e-6, 0.1, 0.5, 1.0, 1.5, 2.0, 3.0, 5.0]])
FEATURES = SPREAD.size


def train(handin, rng):
    """Every gradient after one pass. It goes without `zero_grads`, which may not be written yet."""
    x, labels = _batch(rng, BATCH)
    # Dim rows, so that the units' variance is near 0.2: there an eps of 1e-5 shows clearly, 1e-8 does not.
    x = 0.4 * x
    start = _Start(rng)
    mlp = _mlp(handin, start)
    output = mlp.forward(handin.lend("x", x))
    mlp.backward(handin.lend("labels", labels))
    gradients = {
        **_of_layers("linear_layers", mlp.linear_layers, "dW", "db"),
        **_of_layers("bn_layers", (mlp.bn_layers or [])[:1], "dgamma", "dbeta"),
    }
    return {**gradients, "_x": x, "_labels": labels, "_output": output, **start.given}


def inference(handin, rng):
    """Outputs in evaluation mode for ten batches, after one step of training on another."""
    x, labels = _batch(rng, LARGE_BATCH)
    batches = [_batch(rng, LARGE_BATCH)[0] for _ in range(EVALUATIONS)]
    mlp = _mlp(handin, _Start(rng))
    mlp.zero_grads()
    mlp.forward(handin.lend("x", x))
    mlp.backward(handin.lend("labels", labels))
    mlp.step()
    mlp.eval()
    return {
        f"batch {number}": {"output": copy(mlp.forward(handin.lend("x", batch)))}
        for number, batch in enumerate(batches, start=1)
    }


def zero_grads(handin, rng):
    """The gradients of gamma and beta, shaped (1, 64), before any pass and after one and `zero_grads`."""
    x, labels = _batch(rng, BATCH)
    mlp = _mlp(handin, _Start(rng))
    mlp.zero_grads()
    cases = {"before any pass": _of_layers("bn_layers", mlp.bn_layers, "dgamma", "dbeta")}
    cases["before any pass"] = {name: copy(array) for name, array in cases["before any pass"].items()}
    mlp.forward(handin.lend("x", x))
    mlp.backward(handin.lend("labels", labels))
    mlp.zero_grads()
    after = _of_layers("bn_layers", mlp.bn_layers, "dgamma", "dbeta")
    return {**cases, "after a pass": {**after, "_x": x, "_labels": labels}}


def layer_forward(handin, rng):
    """Training mode: (20, 8) → (20, 8)."""
    x = _features(rng, BATCH)
    layer, context = _layer(handin, rng)
    return {"out": layer(handin.lend("x", x)), "_x": x, **context}


def layer_backward(handin, rng):
    """The gradients of one pass: dx (20, 8), dgamma and dbeta (1, 8)."""
    x, delta = _features(rng, BATCH), rng.standard_normal((BATCH, FEATURES))
    layer, context = _layer(handin, rng)
    out = layer.forward(handin.lend("x", x))
    dx = layer.backward(handin.lend("delta", delta))
    gradients = {"dx": dx, "dgamma": layer.dgamma, "dbeta": layer.dbeta}
    return {**gradients, "_x": x, "_delta": delta, "_out": out, **context}


def layer_running_averages(handin, rng):
    """The running mean and variance after each of two batches of training and one of evaluation."""
    batches = [("first batch", False), ("second batch", False), ("evaluation", True)]
    layer, _ = _layer(handin, rng)
    cases = {}
    for name, evaluating in batches:
        x = _features(rng, BATCH)
        layer(handin.lend("x", x), eval=evaluating)
        averages = {"running_mean": copy(layer.running_mean), "running_var": copy(layer.running_var)}
        cases[f"after the {name}"] = {**averages, "_x": x}
    return cases


def layer_eval(handin, rng):
    """Evaluation mode with known running averages, for a batch and for one row, which has no variance."""
    running_mean = rng.standard_normal((1, FEATURES))
    running_var = SPREAD**2 * rng.uniform(1, 2, (1, FEATURES))
    layer, context = _layer(handin, rng)
    layer.running_mean, layer.running_var = running_mean.copy(), running_var.copy()
    context.update({"_running_mean": running_mean, "_running_var": running_var})
    cases = {}
    for name, rows in [("a batch", BATCH), ("one row", 1)]:
        x = running_mean + SPREAD * rng.standard_normal((rows, FEATURES))
        out = copy(layer(handin.lend("x", x), eval=True))
        cases[name] = {"out": out, "_x": x, **context}
    return cases


def _features(rng, rows):
    """Eight features with means of their own and the standard deviations of SPREAD."""
    return rng.standard_normal((1, FEATURES)) + SPREAD * rng.standard_normal((rows, FEATURES))


def _layer(handin, rng):
    """A BatchNorm with gamma and beta of our choice, and these as context."""
    gamma, beta = rng.uniform(0.5, 2, (1, FEATURES)), rng.standard_normal((1, FEATURES))
    layer = handin.load("mytorch/batchnorm.py").BatchNorm(FEATURES)
    layer.gamma, layer.beta = gamma.copy(), beta.copy()
    return layer, {"_gamma": gamma, "_beta": beta}


def _batch(rng, rows):
    """Rows like pixels, in [0, 1), and one-hot labels: (rows, 784) and (rows, 10)."""
    return rng.random((rows, INPUTS)), np.eye(OUTPUTS)[rng.integers(OUTPUTS, size=rows)]


def _mlp(handin, start):
    """The [64, 32] network of sigmoids, made of the handin's own parts, with BatchNorm in its first layer."""
    activation = handin.load("mytorch/activation.py")
    loss = handin.load("mytorch/loss.py")
    activations = [activation.Sigmoid(), activation.Sigmoid(), activation.Identity()]
    return handin.load("hw1/hw1.py").MLP(
        INPUTS, OUTPUTS, [64, 32], activations, start.weights, start.biases, loss.SoftmaxCrossEntropy(), LR,
        momentum=0.0, num_bn_layers=1,
    )  # fmt: skip


class _Start:
    """The functions that make the first W and b of each layer; `given` is what they made, as context.

    Weights are 4 / sqrt(inputs) wide, Xavier's width for sigmoids. Weights and biases come from streams of
    their own, so that only the order of the layers counts.
    """

    def __init__(self, rng):
        self.weight_rng, self.bias_rng = rng.spawn(2)
        self.given = {}

    def weights(self, n_in, n_out):
        return self._give("W", 4 / np.sqrt(n_in) * self.weight_rng.standard_normal((n_in, n_out)))

    def biases(self, n_out):
        return self._give("b", self.bias_rng.standard_normal((1, n_out)))

    def _give(self, name, array):
        layer = sum(given.endswith(f".{name}") for given in self.given)
        self.given[f"_linear_layers[{layer}].{name}"] = array.copy()
        return array


def _of_layers(list_name, layers, *names):
    """These attributes of every layer, by the names that students know them by."""
    return {
        f"{list_name}[{i}].{name}": getattr(layer, name) for i, layer in enumerate(layers) for name in names
    }
