"""Two solutions of HW1 that were written apart from each other and from the samples, as by two people."""

_PLAIN_HW1 = """
import sys
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
        self.linear_layers = []
        before = input_size
        for after in hiddens:
            self.linear_layers.append(Linear(before, after, weight_init_fn, bias_init_fn))
            before = after
        self.linear_layers.append(Linear(before, output_size, weight_init_fn, bias_init_fn))
        self.bn_layers = []
        while len(self.bn_layers) < num_bn_layers:
            self.bn_layers.append(BatchNorm(hiddens[len(self.bn_layers)]))

    def __call__(self, x):
        return self.forward(x)

    def forward(self, x):
        h = x
        k = 0
        while k < self.nlayers:
            h = self.linear_layers[k].forward(h)
            if k < len(self.bn_layers):
                h = self.bn_layers[k].forward(h, eval=(self.train_mode is False))
            h = self.activations[k].forward(h)
            k += 1
        self.output = h
        return self.output

    def zero_grads(self):
        for l in self.linear_layers:
            l.dW = np.zeros(l.W.shape)
            l.db = np.zeros(l.b.shape)
        for bn in self.bn_layers:
            bn.dgamma = np.zeros(bn.gamma.shape)
            bn.dbeta = np.zeros(bn.beta.shape)

    def backward(self, labels):
        self.total_loss(labels)
        grad = self.criterion.derivative()
        k = self.nlayers
        while k > 0:
            k -= 1
            grad = np.multiply(self.activations[k].derivative(), grad)
            if k < len(self.bn_layers):
                grad = self.bn_layers[k].backward(grad)
            grad = self.linear_layers[k].backward(grad)
        return grad

    def step(self):
        for l in self.linear_layers:
            for name in ("W", "b"):
                v = getattr(l, "momentum_" + name) * self.momentum
                v = v - self.lr * getattr(l, "d" + name)
                setattr(l, "momentum_" + name, v)
                setattr(l, name, getattr(l, name) + v)
        for bn in self.bn_layers:
            for name in ("gamma", "beta"):
                setattr(bn, name, getattr(bn, name) - self.lr * getattr(bn, "d" + name))

    def error(self, labels):
        return (np.argmax(self.output, axis=1) != np.argmax(labels, axis=1)).sum()

    def total_loss(self, labels):
        return self.criterion(self.output, labels).sum()

    def train(self):
        self.train_mode = True

    def eval(self):
        self.train_mode = False


def get_training_stats(mlp, dset, nepochs, batch_size):
    train, val = dset[0], dset[1]
    stats = {"tl": [], "te": [], "vl": [], "ve": []}
    n = train[0].shape[0]
    for _ in range(nepochs):
        mlp.train()
        shuffled = np.random.permutation(n)
        loss = err = 0.0
        start = 0
        while start < n:
            pick = shuffled[start:start + batch_size]
            onehot = np.eye(10)[train[1][pick]]
            mlp.zero_grads()
            mlp.forward(train[0][pick])
            loss += mlp.total_loss(onehot)
            err += mlp.error(onehot)
            mlp.backward(onehot)
            mlp.step()
            start += batch_size
        stats["tl"].append(loss / n)
        stats["te"].append(err / n)
        mlp.eval()
        target = np.eye(10)[val[1]]
        mlp.forward(val[0])
        stats["vl"].append(mlp.total_loss(target) / len(target))
        stats["ve"].append(mlp.error(target) / len(target))
    return tuple(np.asarray(stats[name]) for name in ("tl", "te", "vl", "ve"))
"""

_PLAIN_BATCHNORM = """
import numpy as np


class BatchNorm:
    def __init__(self, in_feature, alpha=0.9):
        self.alpha = alpha
        self.eps = 1e-8
        self.x = None
        self.mean = None
        self.var = None
        self.norm = None
        self.out = None
        self.gamma = np.ones((1, in_feature))
        self.beta = np.zeros((1, in_feature))
        self.dgamma = np.zeros((1, in_feature))
        self.dbeta = np.zeros((1, in_feature))
        self.running_mean = np.zeros((1, in_feature))
        self.running_var = np.ones((1, in_feature))

    def __call__(self, x, eval=False):
        return self.forward(x, eval)

    def forward(self, x, eval=False):
        mean, var = self.running_mean, self.running_var
        if not eval:
            mean = x.mean(0, keepdims=True)
            var = ((x - mean) ** 2).mean(0, keepdims=True)
            self.running_mean = self.alpha * self.running_mean + (1 - self.alpha) * mean
            self.running_var = self.alpha * self.running_var + (1 - self.alpha) * var
            self.x, self.mean, self.var = x, mean, var
        hat = (x - mean) * (var + self.eps) ** -0.5
        if not eval:
            self.norm = hat
            self.out = hat * self.gamma + self.beta
        return hat * self.gamma + self.beta

    def backward(self, delta):
        n = len(delta)
        self.dbeta = np.ones((1, n)) @ delta
        self.dgamma = np.ones((1, n)) @ (delta * self.norm)
        inner = n * delta - self.dbeta - self.norm * self.dgamma
        return self.gamma / n * (self.var + self.eps) ** -0.5 * inner
"""

_PLAIN_LINEAR = """
import numpy as np


class Linear:
    def __init__(self, in_feature, out_feature, weight_init_fn, bias_init_fn):
        self.W = weight_init_fn(in_feature, out_feature)
        self.b = bias_init_fn(out_feature)
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)
        self.momentum_W = np.zeros_like(self.W)
        self.momentum_b = np.zeros_like(self.b)

    def __call__(self, x):
        return self.forward(x)

    def forward(self, x):
        self.inp = x
        return np.matmul(x, self.W) + self.b

    def backward(self, delta):
        size = float(delta.shape[0])
        self.dW[...] = np.matmul(np.transpose(self.inp), delta) / size
        self.db[...] = delta.mean(axis=0)
        return np.matmul(delta, np.transpose(self.W))
"""

_PLAIN_ACTIVATION = """
class Sigmoid(Activation):
    def forward(self, x):
        e = np.exp(-np.abs(x))
        self.state = np.where(x < 0, e, 1) / (1 + e)
        return self.state

    def derivative(self):
        return self.state - self.state ** 2


class Tanh(Activation):
    def forward(self, x):
        self.state = np.tanh(x)
        return self.state

    def derivative(self):
        return (1 + self.state) * (1 - self.state)


class ReLU(Activation):
    def forward(self, x):
        self.state = np.maximum(x, 0)
        return self.state

    def derivative(self):
        return np.sign(self.state)
"""

_PLAIN_LOSS = """
class SoftmaxCrossEntropy(Criterion):
    def forward(self, x, y):
        self.logits = x
        self.labels = y
        top = x.max(axis=1, keepdims=True)
        self.logsum = top + np.log(np.exp(x - top).sum(axis=1, keepdims=True))
        self.loss = ((self.logsum - x) * y).sum(axis=1)
        return self.loss

    def derivative(self):
        return np.exp(self.logits - self.logsum) - self.labels
"""

_TIDY_HW1 = """
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

_TIDY_BATCHNORM = (
    _PLAIN_BATCHNORM[: _PLAIN_BATCHNORM.index("    def forward")]
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

_TIDY_LINEAR = (
    _PLAIN_LINEAR[: _PLAIN_LINEAR.index("    def forward")]
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

_TIDY_ACTIVATION = """
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

_TIDY_LOSS = """
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


def _handin(hw1: str, batchnorm: str, linear: str, activation: str, loss: str) -> dict[str, bytes]:
    return {
        "hw1/hw1.py": hw1.encode(),
        "mytorch/batchnorm.py": batchnorm.encode(),
        "mytorch/linear.py": linear.encode(),
        "mytorch/activation.py": activation.encode(),
        "mytorch/loss.py": loss.encode(),
    }


APART = {
    "plain": _handin(_PLAIN_HW1, _PLAIN_BATCHNORM, _PLAIN_LINEAR, _PLAIN_ACTIVATION, _PLAIN_LOSS),
    "tidy": _handin(_TIDY_HW1, _TIDY_BATCHNORM, _TIDY_LINEAR, _TIDY_ACTIVATION, _TIDY_LOSS),
}
