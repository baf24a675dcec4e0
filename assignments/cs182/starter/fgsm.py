"""Adversarial examples by the sign of a gradient. Images are rows, x (m, n), with values from 0 to 1.

loss_gradient(x, y) is given to you: the gradient of each row's loss by that row, in the shape of x, for the
classes y, an array (m,) of whole numbers.
"""

import numpy as np


def input_gradient(x, y, W, b):
    """
    A linear classifier: logits x W + b, with W (n, k) and b (k,). y: the classes that are right, (m,).
    Returns the gradient of each row's cross-entropy by that row, (m, n).
    """
    raise NotImplementedError("input_gradient")


def perturbation(gradient, epsilon):
    """Returns the perturbation, (m, n), that raises the linearized loss most, no entry larger than epsilon."""
    raise NotImplementedError("perturbation")


def perturbation_l2(gradient, epsilon):
    """Returns the one, (m, n), that raises it most, no row longer than epsilon; 0 where the gradient is 0."""
    raise NotImplementedError("perturbation_l2")


def untargeted(x, y, epsilon, loss_gradient):
    """Returns images, (m, n), one signed step away from their right classes y, with values from 0 to 1."""
    raise NotImplementedError("untargeted")


def targeted(x, target, epsilon, loss_gradient):
    """Returns images, (m, n), one signed step towards the wrong classes target, with values from 0 to 1."""
    raise NotImplementedError("targeted")


def iterated(x, y, epsilon, step, steps, loss_gradient):
    """Returns images, (m, n), after several signed steps away from y, within epsilon of x and from 0 to 1."""
    raise NotImplementedError("iterated")
