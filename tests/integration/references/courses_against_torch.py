"""Measures the smaller courses' references against torch, in float64: `courses_against_torch.py ASSIGNMENTS`.

Runs in the torch runtime, where there is no pytest. Writes one JSON object: fact → largest difference.
"""

import json
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

sys.path.extend(str(reference) for reference in sorted(Path(sys.argv[1]).glob("*/reference")))

import batchnorm_affine
import batchnorm_unbiased
import conv_backprop
import conv_matrix
import default_init
import softmax_jacobian

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
rng = np.random.default_rng(31230)

Pairs = Iterator[tuple[object, object]]
"""What ours and torch's way of computing the same thing gave."""


def tensor(array: object, grad: bool = True) -> torch.Tensor:
    return torch.tensor(np.asarray(array, dtype=float), requires_grad=grad)


def draw(*shape: int) -> np.ndarray:
    return rng.standard_normal(shape)


def conv_gradients() -> Pairs:
    """One to four layers; torch's conv1d slides its filters unflipped, too."""
    ways: list[tuple[Callable, Callable, Callable]] = [
        (np.tanh, lambda z: 1 - np.tanh(z) ** 2, torch.tanh),
        (np.sin, np.cos, torch.sin),
    ]
    for sigma, sigma_prime, theirs in ways:
        for layers in (1, 2, 4):
            filters = [draw(size) for size in rng.integers(1, 6, layers)]
            x, biases = draw(1 + sum(len(w) - 1 for w in filters)), draw(layers).tolist()
            ws, bs = [tensor(w) for w in filters], [tensor(b) for b in biases]
            y = tensor(x, grad=False)
            for layer, (w, b) in enumerate(zip(ws, bs, strict=True)):
                y = functional.conv1d((y if layer == 0 else theirs(y))[None, None], w[None, None])[0, 0] + b
            y.sum().backward()
            yield conv_backprop.forward(x, filters, biases, sigma), y
            dw, db = conv_backprop.backprop(x, filters, biases, sigma, sigma_prime)
            yield from zip([*dw, *db], [one.grad for one in ws + bs], strict=True)


def default_initialization() -> Pairs:
    """Bounds and variances of what torch draws, as shares of ours: about 1, and never quite."""
    torch.manual_seed(1)
    for n_in in (10, 400):
        layer = torch.nn.Linear(n_in, 20_000)
        for parameter in (layer.weight, layer.bias):
            variance = default_init.parameter_variance(n_in)
            yield 1.0, parameter.var() / variance
            yield 1.0, parameter.abs().max() ** 2 / (3 * variance)


def default_output() -> Pairs:
    """Mean and variance over many networks, each with an input of its own."""
    torch.manual_seed(1)
    for sizes in ([4, 1], [3, 2, 1], [2, 3, 2, 1]):
        y = torch.randn(400_000, 1, sizes[0])
        for n_in, n_out in pairwise(sizes):
            # A layer of as many outputs as all networks together have holds all their weights.
            layer = torch.nn.Linear(n_in, len(y) * n_out)
            weight = layer.weight.view(len(y), n_out, n_in)
            y = y @ weight.transpose(1, 2) + layer.bias.view(len(y), 1, n_out)
        yield default_init.output_mean(sizes), y.mean()
        yield 1.0, y.var() / default_init.output_variance(sizes)


def batchnorm_with_scale_and_shift() -> Pairs:
    for eps in (1e-5, 0.5):
        data, grad = 2 * draw(12, 5) + 1, draw(12, 5)
        a, gamma, beta = tensor(data), tensor(draw(5)), tensor(draw(5))
        scale, shift = gamma.detach().numpy(), beta.detach().numpy()
        y = functional.batch_norm(a, None, None, gamma, beta, training=True, eps=eps)
        y.backward(tensor(grad, grad=False))
        yield batchnorm_affine.forward(data, scale, shift, eps), y
        ours = batchnorm_affine.backward(grad, data, scale, eps)
        yield from zip(ours, (a.grad, gamma.grad, beta.grad), strict=True)
        mean, variance = draw(5), rng.uniform(0.5, 2, 5)
        kept = tensor(mean, grad=False), tensor(variance, grad=False)
        inferred = functional.batch_norm(a, *kept, gamma, beta, training=False, eps=eps)
        yield batchnorm_affine.inference(data, scale, shift, mean, variance, eps), inferred


def batchnorm_unbiased_in_loops() -> Pairs:
    data, grad = 2 * draw(10, 6) + 1, draw(10, 6)
    x = tensor(data)
    mu = x.mean(dim=0)
    s = (x - mu).square().sum(dim=0) / 9
    for kept in (mu, s):
        kept.retain_grad()
    x_hat = (x - mu) / s.sqrt()
    x_hat.backward(tensor(grad, grad=False))
    yield from zip(batchnorm_unbiased.forward(data), (mu, s, x_hat), strict=True)
    ours = batchnorm_unbiased.backward(grad, data)
    yield from zip(ours, (x.grad, mu.grad, s.grad), strict=True)


def softmax_and_its_jacobian() -> Pairs:
    for shift in (0, 1000):
        data = shift + draw(6)
        z = tensor(data, grad=False)
        yield softmax_jacobian.softmax(data), torch.softmax(z, 0)
        theirs = torch.autograd.functional.jacobian(lambda z: torch.softmax(z, 0), z)
        yield softmax_jacobian.jacobian(data), theirs


def linear_classifier() -> Pairs:
    for y in range(4):
        x, W, b = draw(3), tensor(draw(4, 3)), tensor(draw(4))
        functional.cross_entropy(W @ tensor(x, grad=False) + b, torch.tensor(y)).backward()
        ours = softmax_jacobian.gradients(x, y, W.detach().numpy(), b.detach().numpy())
        yield from zip(ours, (W.grad, b.grad), strict=True)


def convolution_as_a_matrix() -> Pairs:
    for n, k in ((4, 3), (9, 4), (5, 1), (6, 6)):
        x, w, grad = tensor(draw(n)), tensor(draw(k)), draw(n - k + 1)
        data, kernel = x.detach().numpy(), w.detach().numpy()
        y = functional.conv1d(x[None, None], w[None, None])[0, 0]
        yield conv_matrix.matrix(kernel, n) @ data, y
        y.backward(tensor(grad, grad=False))
        yield from zip(conv_matrix.backward(grad, data, kernel), (x.grad, w.grad), strict=True)
        for padding in range(3):
            theirs = functional.conv1d(x[None, None], w[None, None], padding=padding)[0, 0]
            yield conv_matrix.convolve(data, kernel, padding), theirs


FACTS = (
    batchnorm_unbiased_in_loops,
    batchnorm_with_scale_and_shift,
    conv_gradients,
    default_initialization,
    default_output,
    softmax_and_its_jacobian,
    linear_classifier,
    convolution_as_a_matrix,
)


def difference(ours: object, theirs: object) -> float:
    """The largest absolute difference; infinite where the shapes differ or something is not finite."""
    ours, theirs = np.asarray(ours), torch.as_tensor(theirs).detach().numpy()
    if ours.shape != theirs.shape or not np.isfinite(ours).all():
        return float("inf")
    return float(np.abs(ours - theirs).max())


if __name__ == "__main__":
    found = {fact.__name__: max(difference(*pair) for pair in fact()) for fact in FACTS}
    sys.stdout.write(json.dumps(found))
