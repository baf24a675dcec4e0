"""A solution of HW1 that was written apart from the samples, as by somebody who writes loops."""

HW1 = """
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

BATCHNORM = """
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

LINEAR = """
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

ACTIVATION = """
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

LOSS = """
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

PLAIN = {
    "hw1/hw1.py": HW1.encode(),
    "mytorch/batchnorm.py": BATCHNORM.encode(),
    "mytorch/linear.py": LINEAR.encode(),
    "mytorch/activation.py": ACTIVATION.encode(),
    "mytorch/loss.py": LOSS.encode(),
}
