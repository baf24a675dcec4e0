"""Measures references of the courses against torch, in float64: `models_against_torch.py ASSIGNMENTS`.

Runs in the torch runtime, where there is no pytest. Writes one JSON object: fact → largest difference.
"""

import json
import sys

import numpy as np
import torch

# Importing it puts every assignment's reference on the path.
from courses_against_torch import Pairs, difference, draw, rng, tensor
from torch.distributions import Categorical, MultivariateNormal, Normal, kl_divergence
from torch.nn import functional

import attention  # isort: skip
import autodiff  # isort: skip
import information  # isort: skip
import kl_gaussians  # isort: skip
import lstm  # isort: skip
import rnn  # isort: skip
import transposed_conv  # isort: skip


def both_modes() -> Pairs:
    """A composition of seven, differentiated by torch at three points."""
    fs = [torch.sin, torch.exp, torch.tanh, torch.sigmoid, torch.cos, torch.atan, torch.exp]
    dfs = [torch.func.grad(f) for f in fs]
    for data in draw(3):
        x = tensor(data)
        value = x
        for f in fs:
            value = f(value)
        value.backward()
        for mode in (autodiff.forward_mode, autodiff.reverse_mode):
            yield mode(fs, dfs, x.detach()), x.grad


def all_attention() -> Pairs:
    for spread in (1, 30):
        Q, K, V, W = spread * draw(5, 16), spread * draw(7, 16), draw(7, 3), draw(4, 16)
        q, k, v = (tensor(one)[None] for one in (Q, K, V))
        yield attention.attention(Q, K, V), functional.scaled_dot_product_attention(q, k, v, scale=1.0)[0]
        yield attention.scaled_attention(Q, K, V), functional.scaled_dot_product_attention(q, k, v)[0]
        yield (
            attention.bilinear_attention(Q[:, :4], K, V, W),
            functional.scaled_dot_product_attention(tensor(Q[:, :4] @ W)[None], k, v, scale=1.0)[0],
        )


def moments_of_scores() -> Pairs:
    """Features are independent, so that the variances of their products add up."""
    for d in (1, 5):
        mu, sigma = draw(d), 0.7
        # E[(qk)²] of one feature by Gauss–Hermite quadrature, which is exact for polynomials.
        nodes, weights = np.polynomial.hermite_e.hermegauss(8)
        square = ((mu[:, None] + sigma * nodes) ** 2 @ weights / weights.sum()) ** 2
        mean, variance = attention.score_moments(mu, sigma)
        yield mean, tensor(mu**2).sum()
        yield variance, tensor(square - mu**4).sum()


def recurrent_network() -> Pairs:
    x, h0, dy = draw(7, 4), draw(6), draw(7, 3)
    shapes = {"Wxh": (6, 4), "Whh": (6, 6), "bh": (6,), "Why": (3, 6), "by": (3,)}
    p = {name: draw(*shape) for name, shape in shapes.items()}
    theirs = {name: tensor(one) for name, one in p.items()}
    network = torch.nn.RNN(4, 6)
    network.weight_ih_l0, network.weight_hh_l0, network.bias_hh_l0 = (
        torch.nn.Parameter(theirs[name]) for name in ("Wxh", "Whh", "bh")
    )
    torch.nn.init.zeros_(network.bias_ih_l0)
    states, _ = network(tensor(x), tensor(h0)[None])
    outputs = functional.linear(states, theirs["Why"], theirs["by"])
    outputs.backward(tensor(dy, grad=False))
    h, y = rnn.forward(x, h0, p)
    yield h, states
    yield y, outputs
    theirs |= {"Wxh": network.weight_ih_l0, "Whh": network.weight_hh_l0, "bh": network.bias_hh_l0}
    for name, gradient in rnn.backward(dy, x, h, h0, p).items():
        yield gradient, theirs[name].grad


def information_of_joint_distributions() -> Pairs:
    joint = rng.dirichlet(np.ones(12)).reshape(4, 3)
    joint[0, 1] = 0
    joint /= joint.sum()
    p, rows, columns = tensor(joint), tensor(joint.sum(1)), tensor(joint.sum(0))
    yield information.entropy(joint), Categorical(p.flatten()).entropy()
    left = (rows * Categorical(p / rows[:, None]).entropy()).sum()
    yield information.conditional_entropy(joint), left
    yield information.mutual_information(joint), Categorical(columns).entropy() - left
    q = tensor(rng.dirichlet(np.ones(12)).reshape(4, 3))
    yield information.kl(joint, q.detach().numpy()), functional.kl_div(q.log(), p, reduction="sum")


def lstm_step() -> Pairs:
    given = [draw(5, size) for size in (4, 3, 3)]
    U, W = ({gate: draw(size, 3) for gate in "fiog"} for size in (4, 3))
    x, h, C = (tensor(one) for one in given)
    theirs_U, theirs_W = ({gate: tensor(one) for gate, one in weights.items()} for weights in (U, W))
    # torch stacks the gates in an order of its own, transposed.
    stacked = [torch.cat([weights[gate] for gate in "ifgo"], 1).T for weights in (theirs_U, theirs_W)]
    outputs = torch.lstm_cell(x, (h, C), *stacked)
    deltas = draw(5, 3), draw(5, 3)
    torch.autograd.backward(outputs, [tensor(one, grad=False) for one in deltas])
    yield from zip(lstm.step(*given, U, W), outputs, strict=True)
    *states, dU, dW = lstm.step_backward(*deltas, *given, U, W)
    yield from zip(states, (x.grad, h.grad, C.grad), strict=True)
    for gate in "fiog":
        yield dU[gate], theirs_U[gate].grad
        yield dW[gate], theirs_W[gate].grad


def transposed_convolution() -> Pairs:
    for stride, padding in ((1, 0), (2, 1), (3, 2), (5, 0)):
        x, w = tensor(draw(4, 3)), tensor(draw(4, 5))
        y = functional.conv_transpose2d(x[None, None], w[None, None], stride=stride, padding=padding)[0, 0]
        dy = draw(*y.shape)
        y.backward(tensor(dy, grad=False))
        given = x.detach().numpy(), w.detach().numpy(), stride, padding
        yield transposed_conv.transposed_conv(*given), y
        yield from zip(transposed_conv.backward(dy, *given), (x.grad, w.grad), strict=True)


def divergence_of_gaussians() -> Pairs:
    for d in (1, 6):
        factors = draw(2, d, d)
        mu0, mu1, (sigma0, sigma1) = draw(d), draw(d), factors @ factors.transpose(0, 2, 1) + np.eye(d)
        p, q = (MultivariateNormal(tensor(mu), tensor(sigma)) for mu, sigma in ((mu0, sigma0), (mu1, sigma1)))
        yield kl_gaussians.kl(mu0, sigma0, mu1, sigma1), kl_divergence(p, q)
        var0, var1 = rng.uniform(0.5, 2, (2, d))
        p, q = (Normal(tensor(mu), tensor(var).sqrt()) for mu, var in ((mu0, var0), (mu1, var1)))
        yield kl_gaussians.kl_independent(mu0, var0, mu1, var1), kl_divergence(p, q).sum()


FACTS = (
    both_modes,
    all_attention,
    moments_of_scores,
    recurrent_network,
    information_of_joint_distributions,
    lstm_step,
    transposed_convolution,
    divergence_of_gaussians,
)


if __name__ == "__main__":
    found = {fact.__name__: max(difference(*pair) for pair in fact()) for fact in FACTS}
    sys.stdout.write(json.dumps(found))
