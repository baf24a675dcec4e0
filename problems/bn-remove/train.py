"""Trains the network whose batch normalization students remove, and deals out the digits.

    python train.py

Runs in the torch runtime, on the digits of training-stats. Writes data/trained.npz (every tensor by its
name), data/images.npz (of the training set, for students to try things on) and judge/hidden.npz (which
no student's code meets). On one processor and one torch the same bytes come out; the bundle is what has
been written, wherever it is used. It also prints how many hidden digits are read right.
"""

import io
import sys
import zipfile
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional

HERE = Path(__file__).parent
DIGITS = HERE.parent / "training-stats/data/digits.npz"
HIDDEN, SHOWN = 397, 64
EPOCHS, BATCH = 12, 50

sys.path.append(str(HERE.parents[1] / "assignments/ryu-hw6/reference"))


def train(network: torch.nn.Module, images: torch.Tensor, labels: torch.Tensor) -> None:
    """Adam; an image a step is not what it takes to learn this, but running averages need some."""
    optimizer = torch.optim.Adam(network.parameters(), lr=0.003)
    for _ in range(EPOCHS):
        for rows in torch.randperm(len(images)).split(BATCH):
            optimizer.zero_grad()
            functional.cross_entropy(network(images[rows]), labels[rows]).backward()
            optimizer.step()


def write_arrays(arrays: dict[str, np.ndarray], target: Path) -> None:
    """A .npz without the time of day, so that the same arrays give the same bytes."""
    with zipfile.ZipFile(target, "w") as archive:
        for name, array in arrays.items():
            npy = io.BytesIO()
            np.save(npy, array, allow_pickle=False)
            archive.writestr(zipfile.ZipInfo(f"{name}.npy"), npy.getvalue(), zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    from bn_remove import SmallNetTrain

    torch.manual_seed(6)
    torch.set_num_threads(1)
    with np.load(DIGITS, allow_pickle=False) as digits:
        pixels = digits["images"].reshape(-1, 1, 8, 8)
        labels = torch.tensor(digits["labels"].astype(np.int64))
    images = torch.tensor(pixels / 16, dtype=torch.float32)
    order = torch.randperm(len(images))
    hidden, learnt = order[:HIDDEN], order[HIDDEN:]
    network = SmallNetTrain()
    train(network, images[learnt], labels[learnt])
    network.eval()
    right = (network(images[hidden]).argmax(1) == labels[hidden]).double().mean()
    print(f"{right:.1%} of the hidden digits are read right.")  # noqa: T201  # a script's answer
    state = {name: tensor.numpy() for name, tensor in network.state_dict().items()}
    write_arrays({name: array for name, array in state.items() if array.ndim}, HERE / "data/trained.npz")
    write_arrays({"images": pixels[learnt[:SHOWN]]}, HERE / "data/images.npz")
    write_arrays({"images": pixels[hidden]}, HERE / "judge/hidden.npz")
