"""Another one, written apart from the samples and from the plain one, as by somebody who likes short code."""

from tests.unit.graders.similarity import written_plainly as plain

HW1 = """
import sys
from itertools import pairwise, zip_longest

import numpy as np

sys.path.append("mytorch")
from activation import *
from batchnorm import *
from linear import *
from loss import *


class MLP:
    def __init__(self, input_size, output_size, hiddens, activations, weight_init_fn, bias_init_fn,
                 criterion, lr, momentum=0.0, num_bn_layers=0):
        self.train_mode = True
        self.nlayers = len(hiddens) + 1
        self.input_size = input_size
        self.output_size = output_size
        self.activations = activations
        self.criterion = criterion
        self.lr = lr
        self.momentum = momentum
        self.num_bn_layers = num_bn_layers
        self.output = None
        widths = (input_size, *hiddens, output_size)
        self.linear_layers = [Linear(*pair, weight_init_fn, bias_init_fn) for pair in pairwise(widths)]
        self.bn_layers = list(map(BatchNorm, widths[1:1 + num_bn_layers]))
        self._stack = list(zip_longest(self.linear_layers, self.bn_layers, self.activations))

    def __call__(self, x):
        return self.forward(x)

    def forward(self, x):
        for linear, norm, act in self._stack:
            x = linear(x)
            x = norm(x, eval=not self.train_mode) if norm else x
            x = act(x)
        self.output = x
        return x

    def zero_grads(self):
        arrays = [grad for layer in self.linear_layers for grad in (layer.dW, layer.db)]
        arrays += [grad for layer in self.bn_layers for grad in (layer.dgamma, layer.dbeta)]
        for grad in arrays:
            grad[:] = 0

    def backward(self, labels):
        _ = self.criterion(self.output, labels)
        flow = self.criterion.derivative()
        for linear, norm, act in self._stack[::-1]:
            flow = flow * act.derivative()
            flow = norm.backward(flow) if norm else flow
            flow = linear.backward(flow)

    def step(self):
        for layer in self.linear_layers:
            layer.momentum_W, layer.momentum_b = self._moved(
                (layer.momentum_W, layer.dW), (layer.momentum_b, layer.db))
            layer.W, layer.b = layer.W + layer.momentum_W, layer.b + layer.momentum_b
        for layer in self.bn_layers:
            layer.gamma, layer.beta = layer.gamma - self.lr * layer.dgamma, layer.beta - self.lr * layer.dbeta

    def _moved(self, *pairs):
        return [self.momentum * velocity - self.lr * grad for velocity, grad in pairs]

    def error(self, labels):
        return (np.argmax(self.output, axis=1) != np.argmax(labels, axis=1)).sum()

    def total_loss(self, labels):
        return self.criterion(self.output, labels).sum()

    def train(self):
        self.train_mode = True

    def eval(self):
        self.train_mode = False


def one_hot(labels, classes=10):
    out = np.zeros((len(labels), classes))
    out[range(len(labels)), labels] = 1
    return out


def sweep(mlp, x, y, batch_size, learn):
    totals = np.zeros(2)
    for rows in np.array_split(np.arange(len(x)), max(1, len(x) // batch_size)):
        mlp(x[rows])
        totals += mlp.total_loss(y[rows]), mlp.error(y[rows])
        if learn:
            mlp.zero_grads()
            mlp.backward(y[rows])
            mlp.step()
    return totals / len(x)


def get_training_stats(mlp, dset, nepochs, batch_size):
    (x, labels), (vx, vlabels), _ = dset
    y, vy = one_hot(labels), one_hot(vlabels)
    history = np.empty((nepochs, 4))
    for row in history:
        order = np.random.permutation(len(x))
        mlp.train()
        row[:2] = sweep(mlp, x[order], y[order], batch_size, learn=True)
        mlp.eval()
        row[2:] = sweep(mlp, vx, vy, batch_size, learn=False)
    return tuple(history.T)
"""

BATCHNORM = (
    plain.BATCHNORM[: plain.BATCHNORM.index("    def forward")]
    + """
    def forward(self, x, eval=False):
        if eval:
            scale = self.gamma / np.sqrt(self.running_var + self.eps)
            return x * scale + (self.beta - self.running_mean * scale)
        self.x = x
        self.mean = np.average(x, axis=0)[None, :]
        self.var = np.average(np.square(x), axis=0)[None, :] - np.square(self.mean)
        self._blend("running_mean", self.mean)
        self._blend("running_var", self.var)
        self._std = np.sqrt(self.var + self.eps)
        self.norm = np.divide(x - self.mean, self._std)
        self.out = np.add(np.multiply(self.gamma, self.norm), self.beta)
        return self.out

    def _blend(self, name, fresh):
        old = getattr(self, name)
        setattr(self, name, fresh + self.alpha * (old - fresh))

    def backward(self, delta):
        self.dgamma = np.einsum("ij,ij->j", delta, self.norm)[None]
        self.dbeta = np.einsum("ij->j", delta)[None]
        into = delta * self.gamma
        into = into - into.mean(axis=0) - self.norm * np.mean(into * self.norm, axis=0)
        return into / self._std
"""
)

LINEAR = (
    plain.LINEAR[: plain.LINEAR.index("    def forward")]
    + """
    def forward(self, x):
        self._rows = x
        out = x.dot(self.W)
        out += self.b
        return out

    def backward(self, delta):
        mean = delta / delta.shape[0]
        self.dW, self.db = self._rows.T @ mean, mean.sum(0)[np.newaxis]
        return delta @ self.W.T
"""
)

ACTIVATION = """
class Sigmoid(Activation):
    def forward(self, x):
        self.state = 0.5 * (1 + np.tanh(x / 2))
        return self.state

    def derivative(self):
        return self.state * (1 - self.state)


class Tanh(Activation):
    def forward(self, x):
        a, b = np.exp(x), np.exp(-x)
        self.state = (a - b) / (a + b)
        return self.state

    def derivative(self):
        return 1 - np.square(self.state)


class ReLU(Activation):
    def forward(self, x):
        self.state = np.where(x > 0, x, 0.0)
        return self.state

    def derivative(self):
        slope = np.zeros(self.state.shape)
        slope[self.state > 0] = 1
        return slope
"""

LOSS = """
class SoftmaxCrossEntropy(Criterion):
    def forward(self, x, y):
        self.logits, self.labels = x, y
        shifted = np.exp(x - np.amax(x, 1)[:, None])
        self.softmax = shifted / np.sum(shifted, 1)[:, None]
        self.loss = -np.log(np.sum(self.softmax * y, 1))
        return self.loss

    def derivative(self):
        grad = self.softmax.copy()
        grad -= self.labels
        return grad
"""

TIDY = {
    "hw1/hw1.py": HW1.encode(),
    "mytorch/batchnorm.py": BATCHNORM.encode(),
    "mytorch/linear.py": LINEAR.encode(),
    "mytorch/activation.py": ACTIVATION.encode(),
    "mytorch/loss.py": LOSS.encode(),
}
