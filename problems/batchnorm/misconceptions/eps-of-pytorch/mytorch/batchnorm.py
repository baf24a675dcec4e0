"""Batch normalization."""

import numpy as np


class BatchNorm:
    """Gives every feature mean 0 and variance 1 over the batch, then scales by gamma and shifts by beta.

    Parameters, gradients and running statistics are (1, in_feature). alpha is how much of the old
    running statistics each batch leaves. Source: Ioffe & Szegedy 2015, section 3.
    """

    def __init__(self, in_feature, alpha=0.9):
        self.alpha = alpha
        self.eps = 1e-5
        self.gamma = np.ones((1, in_feature))
        self.beta = np.zeros((1, in_feature))
        self.dgamma = np.zeros((1, in_feature))
        self.dbeta = np.zeros((1, in_feature))
        self.running_mean = np.zeros((1, in_feature))
        self.running_var = np.ones((1, in_feature))

    def __call__(self, x, eval=False):
        """The same as `forward`."""
        return self.forward(x, eval)

    def forward(self, x, eval=False):
        """x: (batch, in_feature). Returns the same shape.

        In training the batch's own mean and biased variance (divided by m) normalize, and enter the
        running ones; in evaluation the running ones normalize and stay as they are.
        """
        if eval:
            norm = (x - self.running_mean) / np.sqrt(self.running_var + self.eps)
            return self.gamma * norm + self.beta
        self.x = x
        self.mean = x.mean(axis=0, keepdims=True)
        self.var = x.var(axis=0, keepdims=True)
        self.norm = (x - self.mean) / np.sqrt(self.var + self.eps)
        self.out = self.gamma * self.norm + self.beta
        self.running_mean = self.alpha * self.running_mean + (1 - self.alpha) * self.mean
        self.running_var = self.alpha * self.running_var + (1 - self.alpha) * self.var
        return self.out

    def backward(self, delta):
        """delta: each row's loss by the layer's output, (batch, in_feature). Returns dx, the same shape.

        Stores dgamma and dbeta, summed over the batch. x reaches the output by three ways: directly,
        through the variance and through the mean. Source: equations 18 to 36 of the writeup.
        """
        m = delta.shape[0]
        centred = self.x - self.mean
        std = np.sqrt(self.var + self.eps)
        self.dgamma = (delta * self.norm).sum(axis=0, keepdims=True)
        self.dbeta = delta.sum(axis=0, keepdims=True)
        dnorm = delta * self.gamma
        dvar = -0.5 * (dnorm * centred).sum(axis=0, keepdims=True) / std**3
        dmean = -dnorm.sum(axis=0, keepdims=True) / std - 2 / m * dvar * centred.sum(axis=0, keepdims=True)
        return dnorm / std + dvar * 2 / m * centred + dmean / m
