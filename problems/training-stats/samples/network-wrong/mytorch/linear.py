"""A fully connected layer."""

import numpy as np


class Linear:
    """out = x W + b, with W (in_feature, out_feature) and b (1, out_feature).

    weight_init_fn(in_feature, out_feature) and bias_init_fn(out_feature) make the first W and b.
    """

    def __init__(self, in_feature, out_feature, weight_init_fn, bias_init_fn):
        self.W = weight_init_fn(in_feature, out_feature)
        self.b = bias_init_fn(out_feature)
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)
        self.momentum_W = np.zeros_like(self.W)
        self.momentum_b = np.zeros_like(self.b)

    def __call__(self, x):
        """The same as `forward`."""
        return self.forward(x)

    def forward(self, x):
        """x: (batch, in_feature). Returns (batch, out_feature)."""
        self.x = x
        return x @ self.W + self.b

    def backward(self, delta):
        """delta: each row's loss by the layer's output, (batch, out_feature). Returns dx (batch, in_feature).

        Stores dW (in_feature, out_feature) and db (1, out_feature), averaged over the batch; dx is not.
        """
        self.dW = self.x.T @ delta
        self.db = delta.sum(axis=0, keepdims=True)
        return delta @ self.W.T
