import torch
import torch.nn as nn
import torch.nn.functional as F


class SmallNetTest(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 8, (3, 3), padding="same")
        self.conv2 = nn.Conv2d(8, 16, (3, 3), stride=2, padding=(1, 1))
        self.fc1 = nn.Linear(256, 32)
        self.fc2 = nn.Linear(32, 10)

    def features(self, x):
        return F.relu(self.conv2(F.relu(self.conv1(x))))

    def forward(self, x):
        return self.fc2(F.relu(self.fc1(self.features(x).reshape(len(x), -1))))


class SmallNetTrain(SmallNetTest):
    def __init__(self):
        super().__init__()
        self.bn1, self.bn2, self.bn3 = nn.BatchNorm2d(8), nn.BatchNorm2d(16), nn.BatchNorm1d(32)

    def forward(self, x):
        x = F.relu(self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x))))))
        return self.fc2(F.relu(self.bn3(self.fc1(x.reshape(len(x), -1)))))


def fold(layer, bn):
    """BatchNorm as a matrix: a diagonal and a shift, found by putting 0 and 1 through it."""
    shape = (1, bn.num_features, 1, 1) if layer.weight.dim() == 4 else (1, bn.num_features)
    with torch.no_grad():
        shift = bn(torch.zeros(shape)).flatten()
        scale = bn(torch.ones(shape)).flatten() - shift
        weight = torch.cat([(s * w).unsqueeze(0) for s, w in zip(scale, layer.weight)])
        return nn.Parameter(weight), nn.Parameter(scale * layer.bias + shift)


def remove_bn(trained, images):
    net = SmallNetTest()
    net.conv1.weight, net.conv1.bias = fold(trained.conv1, trained.bn1)
    net.conv2.weight, net.conv2.bias = fold(trained.conv2, trained.bn2)
    net.fc1.weight, net.fc1.bias = fold(trained.fc1, trained.bn3)
    net.fc2.weight, net.fc2.bias = trained.fc2.weight, trained.fc2.bias
    return net
