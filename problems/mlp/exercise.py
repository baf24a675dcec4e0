"""Exercises for the multi-layer perceptron: networks of the handin's own layers, activations and loss.

Hidden activations are sigmoids and outputs mostly identities, so that a fault in Tanh or ReLU costs
points where it belongs and nowhere else.
"""

import numpy as np

INPUTS, OUTPUTS = 784, 10
BATCH = 20
STEPS = 5
LR = 0.008
PLAIN = {"momentum": 0.0, "num_bn_layers": 0}
"""Said wherever points are at stake, as the course does: a handin need not have the defaults."""


def linear_classifier_forward(handin, rng):
    return _forward(handin, rng, [], ["Identity"])


def linear_classifier_backward(handin, rng):
    return _backward(handin, rng, [], ["Identity"])


def linear_classifier_step(handin, rng):
    return _train(handin, rng, [], ["Identity"], **PLAIN)


def single_hidden_forward(handin, rng):
    return _forward(handin, rng, [32], ["Sigmoid", "Identity"])


def single_hidden_backward(handin, rng):
    return _backward(handin, rng, [32], ["Sigmoid", "Identity"])


def mystery_forward_1(handin, rng):
    return _forward(handin, rng, [64, 32], ["Sigmoid", "Sigmoid", "Identity"])


def mystery_forward_2(handin, rng):
    return _forward(handin, rng, [32] * 5, ["Sigmoid"] * 5 + ["Identity"])


def mystery_forward_3(handin, rng):
    return _forward(handin, rng, [32], ["Sigmoid", "Sigmoid"])


def mystery_backward_1(handin, rng):
    return _backward(handin, rng, [64, 32], ["Sigmoid", "Sigmoid", "Identity"])


def mystery_backward_2(handin, rng):
    return _backward(handin, rng, [32] * 5, ["Sigmoid"] * 5 + ["Identity"])


def mystery_backward_3(handin, rng):
    return _backward(handin, rng, [32], ["Sigmoid", "Sigmoid"])


def momentum(handin, rng):
    return _train(handin, rng, [64, 32], ["Sigmoid", "Sigmoid", "Identity"], momentum=0.856, num_bn_layers=0)


def defaults(handin, rng):
    """Parameters after five steps of an MLP that was told nothing of momentum and BatchNorm."""
    return _train(handin, rng, [32], ["Sigmoid", "Identity"])


def zero_grads(handin, rng):
    """Every layer's gradients after a pass and `zero_grads`."""
    x, labels = _batch(rng)
    mlp = _mlp(handin, _Start(rng), [32], ["Sigmoid", "Identity"], **PLAIN)
    mlp(handin.lend("x", x))
    mlp.backward(handin.lend("labels", labels))
    mlp.zero_grads()
    return {**_of_layers(mlp, "dW", "db"), "_x": x, "_labels": labels}


def _forward(handin, rng, hiddens, activations):
    """The output for one batch: (20, 10)."""
    x, _ = _batch(rng)
    start = _Start(rng)
    mlp = _mlp(handin, start, hiddens, activations, **PLAIN)
    return {"output": mlp.forward(handin.lend("x", x)), "_x": x, **start.given}


def _backward(handin, rng, hiddens, activations):
    """Every layer's gradients after one pass. It goes without `zero_grads`, which may not be written yet."""
    x, labels = _batch(rng)
    start = _Start(rng)
    mlp = _mlp(handin, start, hiddens, activations, **PLAIN)
    output = mlp.forward(handin.lend("x", x))
    mlp.backward(handin.lend("labels", labels))
    return {**_of_layers(mlp, "dW", "db"), "_x": x, "_labels": labels, "_output": output, **start.given}


def _train(handin, rng, hiddens, activations, **options):
    """Every layer's parameters after five steps, each on a batch of its own."""
    batches = [_batch(rng) for _ in range(STEPS)]
    start = _Start(rng)
    mlp = _mlp(handin, start, hiddens, activations, **options)
    for x, labels in batches:
        mlp.zero_grads()
        mlp.forward(handin.lend("x", x))
        mlp.backward(handin.lend("labels", labels))
        mlp.step()
    return {**_of_layers(mlp, "W", "b"), **start.given}


def _batch(rng):
    """Rows like pixels, in [0, 1), and one-hot labels: (20, 784) and (20, 10)."""
    return rng.random((BATCH, INPUTS)), np.eye(OUTPUTS)[rng.integers(OUTPUTS, size=BATCH)]


def _mlp(handin, start, hiddens, activations, **options):
    """An MLP made of the handin's own activations and loss."""
    activation = handin.load("mytorch/activation.py")
    loss = handin.load("mytorch/loss.py")
    return handin.load("hw1/hw1.py").MLP(
        INPUTS, OUTPUTS, hiddens, [getattr(activation, name)() for name in activations],
        start.weights, start.biases, loss.SoftmaxCrossEntropy(), LR, **options,
    )  # fmt: skip


class _Start:
    """The functions that make the first W and b of each layer; `given` is what they made, as context.

    Weights are 4 / sqrt(inputs) wide, Xavier's width for sigmoids, so that gradients reach the first of six
    layers. Weights and biases come from streams of their own, so that only the order of the layers counts.
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


def _of_layers(mlp, *names):
    """These attributes of every linear layer, by the names that students know them by."""
    return {
        f"linear_layers[{i}].{name}": getattr(layer, name)
        for i, layer in enumerate(mlp.linear_layers)
        for name in names
    }
