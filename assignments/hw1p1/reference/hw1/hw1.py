"""A multi-layer perceptron, trained by gradient descent with momentum."""

import sys
from itertools import pairwise

import numpy as np

sys.path.append("mytorch")

from batchnorm import BatchNorm
from linear import Linear


class MLP:
    """Linear → BatchNorm (after the first num_bn_layers linear layers) → activation, once a layer.

    hiddens: units of each hidden layer. activations: one object a linear layer, the output's included.
    """

    def __init__(self, input_size, output_size, hiddens, activations, weight_init_fn, bias_init_fn,
                 criterion, lr, momentum=0.0, num_bn_layers=0):  # fmt: skip
        sizes = [input_size, *hiddens, output_size]
        self.linear_layers = [
            Linear(n_in, n_out, weight_init_fn, bias_init_fn) for n_in, n_out in pairwise(sizes)
        ]
        self.bn_layers = [BatchNorm(size) for size in sizes[1 : num_bn_layers + 1]]
        self.activations = activations
        self.criterion = criterion
        self.output_size = output_size
        self.lr = lr
        self.momentum = momentum
        self.num_bn_layers = num_bn_layers
        self.train_mode = True

    def __call__(self, x):
        """The same as `forward`."""
        return self.forward(x)

    def forward(self, x):
        """x: (batch, input_size). Returns the last activation's output: (batch, output_size)."""
        for i, (linear, activation) in enumerate(zip(self.linear_layers, self.activations, strict=True)):
            x = linear(x)
            if i < self.num_bn_layers:
                x = self.bn_layers[i](x, eval=not self.train_mode)
            x = activation(x)
        self.output = x
        return x

    def zero_grads(self):
        """Set every gradient to 0."""
        for linear in self.linear_layers:
            linear.dW.fill(0.0)
            linear.db.fill(0.0)
        for bn in self.bn_layers:
            bn.dgamma.fill(0.0)
            bn.dbeta.fill(0.0)

    def backward(self, labels):
        """labels: one-hot, (batch, output_size). Leaves every parameter's gradient in its layer."""
        self.criterion(self.output, labels)
        delta = self.criterion.derivative()
        for i in reversed(range(len(self.linear_layers))):
            delta = delta * self.activations[i].derivative()
            if i < self.num_bn_layers:
                delta = self.bn_layers[i].backward(delta)
            delta = self.linear_layers[i].backward(delta)

    def step(self):
        """One step of gradient descent with momentum; gamma and beta take a plain step.

        ∇W ← β ∇W − η dW, then W ← W + ∇W. Source: section 3.5.3 of the writeup.
        """
        for linear in self.linear_layers:
            linear.momentum_W = self.momentum * linear.momentum_W - self.lr * linear.dW
            linear.momentum_b = self.momentum * linear.momentum_b - self.lr * linear.db
            linear.W = linear.W + linear.momentum_W
            linear.b = linear.b + linear.momentum_b
        for bn in self.bn_layers:
            bn.gamma = bn.gamma - self.lr * bn.dgamma
            bn.beta = bn.beta - self.lr * bn.dbeta

    def error(self, labels):
        """How many rows of the last output name another class than the one-hot labels."""
        return (self.output.argmax(axis=1) != labels.argmax(axis=1)).sum()

    def total_loss(self, labels):
        """The loss of the last output, summed over the batch."""
        return self.criterion(self.output, labels).sum()

    def train(self):
        """BatchNorm uses the batch's statistics from now on."""
        self.train_mode = True

    def eval(self):
        """BatchNorm uses the running statistics from now on."""
        self.train_mode = False


def get_training_stats(mlp, dset, nepochs, batch_size):
    """Train, and say how it went.

    dset: (training, validation, test), each (x, integer labels); the test set stays untouched.
    Returns four arrays of length nepochs: training losses, training errors, validation losses and
    validation errors, each an average over examples. Training's are gathered batch by batch while the
    weights still move.
    """
    classes = np.eye(mlp.output_size)
    training_set, validation_set = ((x, classes[labels]) for x, labels in dset[:2])
    order = np.arange(len(training_set[0]))
    training, validation = np.zeros((2, nepochs)), np.zeros((2, nepochs))
    for epoch in range(nepochs):
        np.random.shuffle(order)
        training[:, epoch] = _train_epoch(mlp, training_set, order, batch_size)
        validation[:, epoch] = _evaluate(mlp, validation_set, batch_size)
    return training[0], training[1], validation[0], validation[1]


def _train_epoch(mlp, examples, order, batch_size):
    """One pass over the examples in this order. Returns (loss, error), averages over the examples."""
    mlp.train()
    totals = np.zeros(2)
    for x, labels in _batches(examples, order, batch_size):
        mlp.zero_grads()
        totals += _look(mlp, x, labels)
        mlp.backward(labels)
        mlp.step()
    return totals / len(order)


def _evaluate(mlp, examples, batch_size):
    """One pass that learns nothing. Returns (loss, error), averages over the examples."""
    mlp.eval()
    order = np.arange(len(examples[0]))
    looks = [_look(mlp, x, labels) for x, labels in _batches(examples, order, batch_size)]
    return sum(looks) / len(order)


def _batches(examples, order, batch_size):
    """The examples in this order, a batch at a time, the last with what is left: x and labels."""
    x, labels = examples
    for start in range(0, len(order), batch_size):
        rows = order[start : start + batch_size]
        yield x[rows], labels[rows]


def _look(mlp, x, labels):
    """Forward. Returns (loss, error), summed over the rows."""
    mlp.forward(x)
    return np.array([mlp.total_loss(labels), mlp.error(labels)])
