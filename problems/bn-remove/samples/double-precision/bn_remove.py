"""A small network for digits of 8 × 8 pixels, and how to take its batch normalization out again."""

import torch
from torch import nn


class SmallNetTrain(nn.Module):
    """Two convolutions and two linear layers, all but the last with batch normalization. Logits: (n, 10)."""

    def __init__(self):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv2d(1, 8, 3, padding=1), nn.BatchNorm2d(8)
        self.conv2, self.bn2 = nn.Conv2d(8, 16, 3, stride=2, padding=1), nn.BatchNorm2d(16)
        self.fc1, self.bn3 = nn.Linear(16 * 4 * 4, 32), nn.BatchNorm1d(32)
        self.fc2 = nn.Linear(32, 10)

    def forward(self, x):
        """x: (n, 1, 8, 8)."""
        x = torch.relu(self.bn1(self.conv1(x)))
        x = torch.relu(self.bn2(self.conv2(x)))
        x = torch.relu(self.bn3(self.fc1(x.flatten(1))))
        return self.fc2(x)


class SmallNetTest(nn.Module):
    """The same without batch normalization."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 8, 3, padding=1)
        self.conv2 = nn.Conv2d(8, 16, 3, stride=2, padding=1)
        self.fc1 = nn.Linear(16 * 4 * 4, 32)
        self.fc2 = nn.Linear(32, 10)

    def forward(self, x):
        """x: (n, 1, 8, 8)."""
        x = torch.relu(self.conv1(x))
        x = torch.relu(self.conv2(x))
        x = torch.relu(self.fc1(x.flatten(1)))
        return self.fc2(x)


def remove_bn(trained, images):
    trained = trained.double()
    net = SmallNetTest().double()
    state = net.state_dict()
    for layer, bn in (("conv1", trained.bn1), ("conv2", trained.bn2), ("fc1", trained.bn3)):
        old = getattr(trained, layer)
        factor = bn.weight.detach() * (bn.running_var + bn.eps).rsqrt()
        state[layer + ".weight"] = (old.weight.detach().T * factor).T if old.weight.dim() == 2 else torch.einsum(
            "oihw,o->oihw", old.weight.detach(), factor
        )
        state[layer + ".bias"] = bn.bias.detach() + factor * old.bias.detach() - factor * bn.running_mean
    state["fc2.weight"], state["fc2.bias"] = trained.fc2.weight.detach(), trained.fc2.bias.detach()
    net.load_state_dict(state)
    return net
