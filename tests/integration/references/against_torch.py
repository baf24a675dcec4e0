"""Measures the HW1P1 reference against torch, in float64: `against_torch.py REFERENCE`.

Runs in the torch runtime, where there is no pytest. Writes one JSON object: fact → largest difference.
"""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

sys.path.append(str(Path(sys.argv[1]) / "mytorch"))
sys.path.append(str(Path(sys.argv[1]) / "hw1"))

from activation import Identity, ReLU, Sigmoid, Tanh
from batchnorm import BatchNorm
from hw1 import MLP, get_training_stats
from linear import Linear
from loss import SoftmaxCrossEntropy

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
rng = np.random.default_rng(11785)

Pairs = Iterator[tuple[object, object]]
"""What ours and torch's way of computing the same thing gave."""


def tensor(array: np.ndarray, grad: bool = True) -> torch.Tensor:
    return torch.tensor(array, requires_grad=grad)


def draw(*shape: int) -> np.ndarray:
    return rng.standard_normal(shape)


def one_hot(rows: int, classes: int = 10) -> np.ndarray:
    return np.eye(classes)[rng.integers(classes, size=rows)]


def cross_entropy(x: torch.Tensor, y: np.ndarray, reduction: str) -> torch.Tensor:
    return functional.cross_entropy(x, tensor(y.argmax(1), grad=False), reduction=reduction)


def activations() -> Pairs:
    ways = {Identity: lambda x: x * 1, Sigmoid: torch.sigmoid, Tanh: torch.tanh, ReLU: torch.relu}
    for ours, theirs in ways.items():
        data = 2 * draw(20, 10)
        data[0] = 0
        x, activation = tensor(data), ours()
        out = theirs(x)
        out.sum().backward()
        yield activation(data), out
        yield activation.derivative(), x.grad


def softmax_cross_entropy() -> Pairs:
    for scale in (1, 1000):
        data, y, criterion = scale * draw(20, 10), one_hot(20), SoftmaxCrossEntropy()
        x = tensor(data)
        loss = cross_entropy(x, y, "none")
        loss.sum().backward()
        yield criterion(data, y), loss
        yield criterion.derivative(), x.grad


def linear() -> Pairs:
    data, delta = draw(20, 784), draw(20, 10)
    layer = Linear(784, 10, draw, lambda n: draw(1, n))
    x, W, b = tensor(data), tensor(layer.W), tensor(layer.b)
    out = x @ W + b
    out.backward(tensor(delta, grad=False))
    yield layer(data), out
    yield layer.backward(delta), x.grad
    yield layer.dW, W.grad / 20
    yield layer.db, b.grad / 20


def batchnorm_training() -> Pairs:
    layer, data, delta = some_batchnorm(), 3 * draw(20, 8) + 1, draw(20, 8)
    x, gamma, beta = tensor(data), tensor(layer.gamma[0]), tensor(layer.beta[0])
    out = functional.batch_norm(x, None, None, gamma, beta, training=True, eps=1e-8)
    out.backward(tensor(delta, grad=False))
    yield layer(data), out
    yield layer.backward(delta), x.grad
    yield layer.dgamma[0], gamma.grad
    yield layer.dbeta[0], beta.grad


def batchnorm_inference() -> Pairs:
    layer = some_batchnorm(alpha=0.8)
    mean, var = torch.zeros(8), torch.ones(8)
    for _ in range(3):
        data = 3 * draw(20, 8) + 1
        layer(data)
        # torch's own running variance is the unbiased one, which the course's is not.
        x = tensor(data, grad=False)
        mean = 0.8 * mean + 0.2 * x.mean(0)
        var = 0.8 * var + 0.2 * x.var(0, correction=0)
    fresh = draw(5, 8)
    gamma, beta = tensor(layer.gamma[0], grad=False), tensor(layer.beta[0], grad=False)
    yield (
        layer(fresh, eval=True),
        functional.batch_norm(tensor(fresh, grad=False), mean, var, gamma, beta, training=False, eps=1e-8),
    )
    yield layer.running_mean[0], mean
    yield layer.running_var[0], var


def some_batchnorm(alpha: float = 0.9) -> BatchNorm:
    layer = BatchNorm(8, alpha)
    layer.gamma, layer.beta = draw(1, 8), draw(1, 8)
    return layer


class Twin:
    """The same network as an MLP of ours, with torch's layers, autograd and optimizer.

    Linear's gradients are those of the batch's average loss. BatchNorm's are summed, and take a plain
    step: in torch's terms a learning rate times the batch size, and no momentum.
    """

    def __init__(self, mlp: MLP, activations: list[Callable], batch: int) -> None:
        self.activations = activations
        self.linear = [(tensor(layer.W), tensor(layer.b)) for layer in mlp.linear_layers]
        self.norms = [(tensor(layer.gamma[0]), tensor(layer.beta[0])) for layer in mlp.bn_layers]
        groups = [{"params": [p for pair in self.linear for p in pair]}]
        if self.norms:
            norms = [p for pair in self.norms for p in pair]
            groups.append({"params": norms, "lr": mlp.lr * batch, "momentum": 0})
        self.optimizer = torch.optim.SGD(groups, lr=mlp.lr, momentum=mlp.momentum)

    def __call__(self, x: torch.Tensor) -> torch.Tensor:
        for i, (W, b) in enumerate(self.linear):
            x = x @ W + b
            if i < len(self.norms):
                x = functional.batch_norm(x, None, None, *self.norms[i], training=True, eps=1e-8)
            x = self.activations[i](x)
        return x


def mlp_without_hidden_layers() -> Pairs:
    yield from train_twins([], [(Identity, torch.nn.Identity())], momentum=0.0)


def mlp_with_momentum() -> Pairs:
    ways = [(Sigmoid, torch.sigmoid), (Tanh, torch.tanh), (ReLU, torch.relu), (Identity, torch.nn.Identity())]
    yield from train_twins([32, 16, 24], ways, momentum=0.856)


def mlp_with_batchnorm() -> Pairs:
    ways = [(Sigmoid, torch.sigmoid), (Sigmoid, torch.sigmoid), (Identity, torch.nn.Identity())]
    yield from train_twins([64, 32], ways, momentum=0.856, num_bn_layers=1)


def train_twins(hiddens: list[int], ways: list[tuple], **options: float) -> Pairs:
    """Five steps of both: outputs, losses, every gradient and every parameter, each time."""
    ours, theirs = zip(*ways, strict=True)
    mlp = make_mlp(hiddens, [activation() for activation in ours], **options)
    twin = Twin(mlp, list(theirs), batch=20)
    for _ in range(5):
        data, y = draw(20, 30), one_hot(20)
        mlp.zero_grads()
        twin.optimizer.zero_grad()
        out = twin(tensor(data, grad=False))
        loss = cross_entropy(out, y, "mean")
        yield mlp(data), out
        yield mlp.total_loss(y) / 20, loss
        loss.backward()
        mlp.backward(y)
        yield from gradients(mlp, twin)
        mlp.step()
        twin.optimizer.step()
        yield from parameters(mlp, twin)


def make_mlp(hiddens: list[int], activations: list, lr: float = 0.1, **options: float) -> MLP:
    return MLP(
        30, 10, hiddens, activations, lambda n, m: 0.3 * draw(n, m), lambda n: draw(1, n),
        SoftmaxCrossEntropy(), lr, **options,
    )  # fmt: skip


def gradients(mlp: MLP, twin: Twin) -> Pairs:
    for layer, (W, b) in zip(mlp.linear_layers, twin.linear, strict=True):
        yield layer.dW, W.grad
        yield layer.db, b.grad
    for layer, (gamma, beta) in zip(mlp.bn_layers, twin.norms, strict=True):
        yield layer.dgamma[0] / 20, gamma.grad
        yield layer.dbeta[0] / 20, beta.grad


def parameters(mlp: MLP, twin: Twin) -> Pairs:
    for layer, (W, b) in zip(mlp.linear_layers, twin.linear, strict=True):
        yield layer.W, W
        yield layer.b, b
    for layer, (gamma, beta) in zip(mlp.bn_layers, twin.norms, strict=True):
        yield layer.gamma[0], gamma
        yield layer.beta[0], beta


def training_stats_while_nothing_moves() -> Pairs:
    """At learning rate 0 every epoch sees the same network, so its averages are the data's."""
    mlp = make_mlp([16], [Sigmoid(), Identity()], lr=0.0)
    twin = Twin(mlp, [torch.sigmoid, torch.nn.Identity()], batch=1)
    sets = [(draw(n, 30), rng.integers(10, size=n)) for n in (50, 30)]
    stats = get_training_stats(mlp, (*sets, None), nepochs=2, batch_size=16)
    for (x, labels), losses, errors in zip(sets, stats[::2], stats[1::2], strict=True):
        out = twin(tensor(x, grad=False))
        loss = cross_entropy(out, np.eye(10)[labels], "mean")
        wrong = (out.argmax(1) != tensor(labels, grad=False)).double().mean()
        yield losses, loss.repeat(2)
        yield errors, wrong.repeat(2)


FACTS = (
    activations,
    softmax_cross_entropy,
    linear,
    batchnorm_training,
    batchnorm_inference,
    mlp_without_hidden_layers,
    mlp_with_momentum,
    mlp_with_batchnorm,
    training_stats_while_nothing_moves,
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
