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
    test = SmallNetTest()
    for l, b in [("conv1", "bn1"), ("conv2", "bn2"), ("fc1", "bn3")]:
        old, bn, new = getattr(trained, l), getattr(trained, b), getattr(test, l)
        for c in range(old.weight.shape[0]):
            gamma, beta = bn.weight[c].item(), bn.bias[c].item()
            mu, std = bn.running_mean[c].item(), (bn.running_var[c].item() + bn.eps) ** 0.5
            new.weight.data[c] = old.weight.data[c] * gamma / std
            new.bias.data[c] = (old.bias[c].item() - mu) * gamma / std + beta
    test.fc2.weight.data, test.fc2.bias.data = trained.fc2.weight.data, trained.fc2.bias.data
    return test
