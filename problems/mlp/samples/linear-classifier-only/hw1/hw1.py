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
        self.activations = activations
        self.criterion = criterion
        self.lr = lr
        self.momentum = momentum
        # TODO: hidden layers
        self.linear_layers = [Linear(input_size, output_size, weight_init_fn, bias_init_fn)]
        self.bn_layers = None

    def forward(self, x):
        self.output = self.activations[0](self.linear_layers[0](x))
        return self.output

    def zero_grads(self):
        self.linear_layers[0].dW.fill(0.0)
        self.linear_layers[0].db.fill(0.0)

    def step(self):
        self.linear_layers[0].W -= self.lr * self.linear_layers[0].dW
        self.linear_layers[0].b -= self.lr * self.linear_layers[0].db

    def backward(self, labels):
        self.criterion(self.output, labels)
        delta = self.criterion.derivative() * self.activations[0].derivative()
        self.linear_layers[0].backward(delta)

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
