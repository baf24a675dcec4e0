"""Criteria: how far outputs are from labels, and which way is down."""

import numpy as np


class Criterion:
    """A loss for each row of a batch."""

    def __init__(self):
        self.logits = None
        self.labels = None
        self.loss = None

    def __call__(self, x, y):
        """The same as `forward`."""
        return self.forward(x, y)

    def forward(self, x, y):
        """x, y: (batch, classes). Stores and returns `loss`: (batch,)."""
        raise NotImplementedError

    def derivative(self):
        """The derivative of each row's loss with respect to that row's logits: (batch, classes)."""
        raise NotImplementedError


class SoftmaxCrossEntropy(Criterion):
    """The cross entropy of the labels with the softmax of the logits."""

    def forward(self, x, y):
        """x: logits (batch, classes); y: one-hot labels, likewise. Returns one loss a row: (batch,).

        log Σ e^x = a + log Σ e^(x − a) for any a; with a = max x no exponent is above 0 and nothing
        overflows. Source: the LogSumExp trick, appendix B of the writeup.
        """
        self.logits, self.labels = x, y
        shifted = x - x.max(axis=1, keepdims=True)
        log_softmax = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
        self.softmax = np.exp(log_softmax)
        self.loss = -(y * log_softmax).sum(axis=1)
        return self.loss

    def derivative(self):
        """softmax − labels: (batch, classes), not averaged over the batch."""
        return (self.softmax - self.labels) / len(self.labels)
