"""Batch normalization.

Yours to write: forward and backward of BatchNorm. You can first try them out inside an MLP.
"""

import numpy as np


class BatchNorm:
    """Normalizes each feature over the batch, then scales it by gamma and shifts it by beta."""

    def __init__(self, in_feature, alpha=0.9):
        """
        in_feature: the size of one row.
        alpha: how much of the old running mean and variance remains at each training batch.
        Everything below that is an array of parameters or statistics is (1, in_feature).
        """
        self.alpha = alpha
        self.eps = 1e-8

        # What forward() computes in training and backward() needs.
        self.x = None
        self.mean = None
        self.var = None
        self.norm = None
        self.out = None

        # Parameters and their gradients.
        self.gamma = np.ones((1, in_feature))
        self.beta = np.zeros((1, in_feature))
        self.dgamma = np.zeros((1, in_feature))
        self.dbeta = np.zeros((1, in_feature))

        # Estimates for inference: forward() updates them in training only.
        self.running_mean = np.zeros((1, in_feature))
        self.running_var = np.ones((1, in_feature))

    def __call__(self, x, eval=False):
        return self.forward(x, eval)

    def forward(self, x, eval=False):
        """
        x: (batch size, in_feature).
        eval: False normalizes with the statistics of this batch, True with the running ones.
        Returns (batch size, in_feature).
        """
        raise NotImplementedError("BatchNorm.forward")

    def backward(self, delta):
        """
        delta: each row's loss differentiated by this layer's output, (batch size, in_feature).
        Stores self.dgamma and self.dbeta, summed over the batch, each (1, in_feature).
        Returns dx: (batch size, in_feature).
        """
        raise NotImplementedError("BatchNorm.backward")
