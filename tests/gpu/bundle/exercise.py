"""Runs a network on the device that the grading asks for."""

import torch


def forward(handin, rng):
    """Array `scores` (16, 10)."""
    net, x, _ = _draw(handin, rng)
    return {"scores": net(x).detach().cpu().numpy()}


def backward(handin, rng):
    """The gradient of the mean cross-entropy with respect to each weight."""
    net, x, labels = _draw(handin, rng)
    torch.nn.functional.cross_entropy(net(x), labels).backward()
    return {name.replace(".", "_"): weight.grad.cpu().numpy() for name, weight in net.named_parameters()}


def training(handin, rng):
    """Each weight after ten steps of stochastic gradient descent on one batch."""
    net, x, labels = _draw(handin, rng)
    descent = torch.optim.SGD(net.parameters(), lr=0.05, momentum=0.9)
    for _ in range(10):
        descent.zero_grad()
        torch.nn.functional.cross_entropy(net(x), labels).backward()
        descent.step()
    return {name.replace(".", "_"): weight.detach().cpu().numpy() for name, weight in net.named_parameters()}


def _draw(handin, rng):
    net = handin.load("net.py").Net()
    weights = {name: rng.standard_normal(weight.shape) * 0.1 for name, weight in net.named_parameters()}
    net.load_state_dict({name: torch.tensor(weight, dtype=torch.float32) for name, weight in weights.items()})
    x = torch.tensor(rng.standard_normal((16, 3, 12, 12)), dtype=torch.float32)
    labels = torch.tensor(rng.integers(0, 10, 16))
    return net.to(handin.device), x.to(handin.device), labels.to(handin.device)
