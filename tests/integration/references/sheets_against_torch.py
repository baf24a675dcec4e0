"""Measures the later sheets' references against torch, in float64: `sheets_against_torch.py ASSIGNMENTS`.

Runs in the torch runtime, where there is no pytest. Writes one JSON object: fact → largest difference.
"""

import json
import sys
from collections.abc import Callable
from itertools import product

import numpy as np
import torch

# Importing it puts every assignment's reference on the path.
from courses_against_torch import Pairs, difference, draw, rng, tensor
from torch.distributions import AffineTransform, Independent, Normal, TransformedDistribution
from torch.nn import functional, init

import detection  # isort: skip
import dropout  # isort: skip
import fgsm  # isort: skip
import maml  # isort: skip
import real_nvp  # isort: skip
import xavier  # isort: skip


def coupling_layer() -> Pairs:
    """The determinant of the whole Jacobian, as autograd has it."""
    for n, d in ((5, 2), (4, 3), (2, 1)):
        A, B = draw(d, n - d), draw(d, n - d)
        s, t = (lambda kept, A=A: np.tanh(kept @ A)), (lambda kept, B=B: kept @ B)

        def theirs(z: torch.Tensor, d: int = d, A: np.ndarray = A, B: np.ndarray = B) -> torch.Tensor:
            kept, changed = z[:d], z[d:]
            scale, shift = torch.tanh(kept @ tensor(A, grad=False)), kept @ tensor(B, grad=False)
            return torch.cat([kept, torch.exp(scale) * changed + shift])

        z = draw(3, n)
        x = real_nvp.forward(z, d, s, t)
        log_det = torch.stack(
            [torch.autograd.functional.jacobian(theirs, tensor(row)).slogdet()[1] for row in z]
        )
        yield x, torch.stack([theirs(tensor(row)) for row in z])
        yield real_nvp.inverse(x, d, s, t), tensor(z)
        yield real_nvp.log_det(z, d, s), log_det
        prior = Independent(Normal(torch.zeros(n), torch.ones(n)), 1)
        yield real_nvp.log_likelihood(x, d, s, t), prior.log_prob(tensor(z)) - log_det


def coupling_layer_that_is_affine() -> Pairs:
    """With constant scale and shift the changed features are a normal distribution's, which torch knows."""
    scale, shift = draw(3), draw(3)
    s, t = (lambda kept: np.tile(scale, (len(kept), 1))), (lambda kept: np.tile(shift, (len(kept), 1)))
    moved = AffineTransform(tensor(shift, grad=False), tensor(np.exp(scale), grad=False))
    changed = TransformedDistribution(Normal(torch.zeros(3), torch.ones(3)), [moved])
    x = tensor(draw(6, 5), grad=False)
    due = Normal(0.0, 1.0).log_prob(x[:, :2]).sum(1) + changed.log_prob(x[:, 2:]).sum(1)
    yield real_nvp.log_likelihood(x.numpy(), 2, s, t), due


def adversarial_steps() -> Pairs:
    """Images after steps whose gradients autograd takes, and the best of all corners and directions."""
    W, b, y = draw(6, 4), draw(4), rng.integers(4, size=5)
    data = rng.uniform(0, 1, (5, 6))

    def loss_gradient(x: np.ndarray, y: np.ndarray) -> np.ndarray:
        x = tensor(x)
        logits = torch.tanh(x @ tensor(W)) + tensor(b)
        functional.cross_entropy(logits, torch.tensor(y), reduction="sum").backward()
        return x.grad.numpy()

    x = tensor(data)
    functional.cross_entropy(x @ tensor(W) + tensor(b), torch.tensor(y), reduction="sum").backward()
    yield fgsm.input_gradient(data, y, W, b), x.grad
    g = loss_gradient(data, y)
    step = tensor(0.3 * np.sign(g), grad=False)
    yield fgsm.untargeted(data, y, 0.3, loss_gradient), (tensor(data) + step).clamp(0, 1)
    yield fgsm.targeted(data, y, 0.3, loss_gradient), (tensor(data) - step).clamp(0, 1)
    corners = 0.3 * np.array(list(product((-1, 1), repeat=6)))
    yield (fgsm.perturbation(g, 0.3) * g).sum(1), tensor((g @ corners.T).max(axis=1))
    yield fgsm.perturbation_l2(g, 0.3), 0.3 * functional.normalize(tensor(g, grad=False))
    moved = data
    for _ in range(3):
        moved = moved + 0.2 * np.sign(loss_gradient(moved, y))
        moved = tensor(moved, grad=False).clamp(tensor(data) - 0.3, tensor(data) + 0.3).clamp(0, 1)
        moved = moved.detach().numpy()
    yield fgsm.iterated(data, y, 0.3, 0.2, 3, loss_gradient), moved


def meta_gradients() -> Pairs:
    """torch differentiates through its own inner steps."""
    for steps in (1, 2, 3):
        data = draw(4)
        support, query = ((draw(9, 4), rng.integers(2, size=9).astype(float)) for _ in range(2))
        theta, alpha = tensor(data), 0.7

        def loss(theta: torch.Tensor, X: np.ndarray, y: np.ndarray) -> torch.Tensor:
            logits = tensor(X, grad=False) @ theta
            return functional.binary_cross_entropy_with_logits(logits, tensor(y, grad=False))

        yield maml.gradient(data, *support), torch.func.grad(loss)(theta, *support)
        yield maml.hessian(data, support[0]), torch.func.hessian(loss)(theta, *support)
        path = [theta]
        for _ in range(steps):
            (slope,) = torch.autograd.grad(loss(path[-1], *support), path[-1], create_graph=True)
            path.append(path[-1] - alpha * slope)
        yield maml.adapt(data, *support, alpha, steps), torch.stack(path)
        (due,) = torch.autograd.grad(loss(path[-1], *query), theta)
        yield maml.meta_gradient(data, support, query, alpha, steps), due
        if steps == 1:
            yield maml.outer_step(data, [(support, query)] * 3, alpha, 0.5), theta - 1.5 * due


def boxes_counted_in_pixels() -> Pairs:
    """On whole coordinates every area is a number of pixels."""
    corners = rng.integers(0, 6, (2, 4, 2))
    a, b = np.concatenate([corners, corners + rng.integers(1, 6, (2, 4, 2))], axis=2)
    drawn = torch.zeros(2, 4, 12, 12, dtype=bool)
    for which, boxes in enumerate((a, b)):
        for number, (left, top, right, bottom) in enumerate(boxes):
            drawn[which, number, top:bottom, left:right] = True
    shared = (drawn[0][:, None] & drawn[1][None]).sum((2, 3))
    union = (drawn[0][:, None] | drawn[1][None]).sum((2, 3))
    yield detection.iou(a.astype(float), b.astype(float)), shared / union


def areas_under_envelopes() -> Pairs:
    """The integral over recall of the best precision at that recall or a higher one, in many thin slices."""
    for objects in (5, 9):
        hits = rng.integers(2, size=12).astype(bool) & (np.arange(12) % 3 > 0)
        scores = rng.permutation(12) / 12
        precision, recall = detection.precision_recall(hits, scores, objects)
        order = torch.tensor(scores).argsort(descending=True)
        found = torch.tensor(hits)[order].cumsum(0).double()
        yield precision, found / torch.arange(1, 13)
        yield recall, found / objects
        slices = (torch.arange(objects * 1000) + 0.5) / (objects * 1000)
        best = torch.where(tensor(recall)[None] >= slices[:, None], tensor(precision)[None], 0.0).amax(1)
        yield detection.average_precision(precision, recall), best.mean()


def detections_of_two_classes() -> Pairs:
    """Worked out by hand: one class is found at once, of the other every second object after a miss."""
    box = np.array([[0.0, 0, 2, 2], [5, 5, 7, 7]])
    truths = {"image": np.array([0, 0, 1]), "label": np.array([4, 9, 9]), "box": box[[0, 0, 1]]}
    detections = {
        "image": np.array([0, 1, 0, 1]),
        "label": np.array([4, 9, 9, 9]),
        "box": box[[0, 0, 0, 0]] + np.array([[0.0], [0], [0], [50]]),
        "score": np.array([0.5, 0.9, 0.8, 0.1]),
    }
    # Class 9: a miss (its object is in the other image), a hit, a miss, of two objects: 1/2 · 1/2.
    yield detection.mean_average_precision(detections, truths, [0.5]), torch.tensor((1 + 1 / 4) / 2)
    yield detection.mean_average_precision(detections, truths, [0.5, 1.0]), torch.tensor((1 + 1 / 4) / 4)


def units_kept_by_chance() -> Pairs:
    """On the numbers that ours draws, with autograd for the way back."""
    for p in (0.2, 0.7, 1.0):
        layer, data, dy = dropout.Dropout(p), draw(6, 5), draw(6, 5)
        np.random.seed(182)
        y = layer.forward(data)
        np.random.seed(182)
        x, kept = tensor(data), torch.tensor(np.random.rand(6, 5)) < p
        due = torch.where(kept, x / p, 0.0)
        due.backward(tensor(dy, grad=False))
        yield y, due
        yield layer.backward(dy), x.grad
        yield layer.forward(data, train=False), functional.dropout(x, 1 - p, training=False)
        yield layer.backward(dy), tensor(dy)


def initial_weights() -> Pairs:
    """By what torch and ours multiply the numbers that either draws from the same seed."""

    def drawn(initialize: Callable, standard: Callable, *sizes: int) -> torch.Tensor:
        scales = []
        for fill in (initialize, standard):
            torch.manual_seed(182)
            scales.append(fill(torch.empty(sizes)))
        return scales[0] / scales[1]

    def ours(initialize: Callable, standard: Callable, *sizes: int) -> np.ndarray:
        scales = []
        for fill in (initialize, standard):
            np.random.seed(182)
            scales.append(fill(*sizes))
        return scales[0] / scales[1]

    def kaiming(W: torch.Tensor) -> torch.Tensor:
        return init.kaiming_normal_(W, nonlinearity="linear")

    for n_in, n_out in ((3, 7), (9, 2)):
        # torch keeps weights as (n_out, n_in).
        std = drawn(init.xavier_normal_, init.normal_, n_out, n_in).T
        yield ours(xavier.xavier_normal, np.random.randn, n_in, n_out), std
        yield xavier.xavier_variance(n_in, n_out), std[0, 0] ** 2
        std = drawn(kaiming, init.normal_, n_out, n_in).T
        yield ours(xavier.forward_normal, np.random.randn, n_in, n_out), std
        yield xavier.forward_variance(n_in), std[0, 0] ** 2
        bound = drawn(init.xavier_uniform_, lambda W: init.uniform_(W, -1, 1), n_out, n_in).T
        yield ours(xavier.xavier_uniform, lambda *size: np.random.uniform(-1, 1, size), n_in, n_out), bound


FACTS = (
    coupling_layer,
    coupling_layer_that_is_affine,
    adversarial_steps,
    meta_gradients,
    boxes_counted_in_pixels,
    areas_under_envelopes,
    detections_of_two_classes,
    units_kept_by_chance,
    initial_weights,
)


if __name__ == "__main__":
    found = {fact.__name__: max(difference(*pair) for pair in fact()) for fact in FACTS}
    sys.stdout.write(json.dumps(found))
