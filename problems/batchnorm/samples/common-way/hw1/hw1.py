import os
import sys

import numpy as np

sys.path.append('mytorch')
from loss import *
from activation import *
from batchnorm import *
from linear import *


class MLP(object):

    def __init__(self, input_size, output_size, hiddens, activations, weight_init_fn,
                 bias_init_fn, criterion, lr, momentum=0.0, num_bn_layers=0):
        self.train_mode = True
        self.num_bn_layers = num_bn_layers
        self.bn = num_bn_layers > 0
        self.nlayers = len(hiddens) + 1
        self.activations = activations
        self.criterion = criterion
        self.lr = lr
        self.momentum = momentum

        sizes = [input_size] + hiddens + [output_size]
        self.linear_layers = [Linear(a, b, weight_init_fn, bias_init_fn)
                              for a, b in zip(sizes[:-1], sizes[1:])]
        if self.bn:
            self.bn_layers = [BatchNorm(n) for n in hiddens[:num_bn_layers]]

    def forward(self, x):
        out = x
        for i in range(self.nlayers):
            out = self.linear_layers[i](out)
            if i < self.num_bn_layers:
                out = self.bn_layers[i](out, not self.train_mode)
            out = self.activations[i](out)
        self.output = out
        return out

    def zero_grads(self):
        for layer in self.linear_layers:
            layer.dW.fill(0.0)
            layer.db.fill(0.0)
        if self.bn:
            for layer in self.bn_layers:
                layer.dgamma.fill(0.0)
                layer.dbeta.fill(0.0)

    def step(self):
        for layer in self.linear_layers:
            layer.momentum_W = self.momentum * layer.momentum_W - self.lr * layer.dW
            layer.momentum_b = self.momentum * layer.momentum_b - self.lr * layer.db
            layer.W = layer.W + layer.momentum_W
            layer.b = layer.b + layer.momentum_b
        if self.bn:
            for layer in self.bn_layers:
                layer.gamma = layer.gamma - self.lr * layer.dgamma
                layer.beta = layer.beta - self.lr * layer.dbeta

    def backward(self, labels):
        self.criterion.forward(self.output, labels)
        delta = self.criterion.derivative()
        for i in range(self.nlayers - 1, -1, -1):
            delta = delta * self.activations[i].derivative()
            if i < self.num_bn_layers:
                delta = self.bn_layers[i].backward(delta)
            delta = self.linear_layers[i].backward(delta)

    def error(self, labels):
        return (np.argmax(self.output, axis=1) != np.argmax(labels, axis=1)).sum()

    def total_loss(self, labels):
        return self.criterion(self.output, labels).sum()

    def __call__(self, x):
        return self.forward(x)

    def train(self):
        self.train_mode = True

    def eval(self):
        self.train_mode = False
