"""A fully connected layer.

Yours to write: forward and backward of Linear.
"""

import numpy as np


class Linear:
    """out = x W + b."""

    def __init__(self, in_feature, out_feature, weight_init_fn, bias_init_fn):
        """
        in_feature, out_feature: the sizes of one input row and one output row.
        weight_init_fn(in_feature, out_feature) returns W; bias_init_fn(out_feature) returns b.
        """
        self.W = weight_init_fn(in_feature, out_feature)  # (in_feature, out_feature)
        self.b = bias_init_fn(out_feature)  # (1, out_feature)

        # Gradients, which backward() replaces, and velocities, which MLP.step() replaces. Keep the names.
        self.dW = np.zeros_like(self.W)
        self.db = np.zeros_like(self.b)
        self.momentum_W = np.zeros_like(self.W)
        self.momentum_b = np.zeros_like(self.b)

    def __call__(self, x):
        return self.forward(x)

    def forward(self, x):
        """
        x: (batch size, in_feature).
        Returns (batch size, out_feature). Keep what backward() will need.
        """
        raise NotImplementedError("Linear.forward")

    def backward(self, delta):
        """
        delta: each row's loss differentiated by this layer's output, (batch size, out_feature).
        Stores self.dW and self.db, averaged over the batch, in the shapes of self.W and self.b.
        Returns dx: (batch size, in_feature), not averaged.
        """
        raise NotImplementedError("Linear.backward")
