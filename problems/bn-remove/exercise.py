"""Asks for networks without batch normalization, and sends out nothing but the numbers that are in them.

What those networks compute is looked at elsewhere, by judge.py. torch is imported when it is needed, so that
whoever has none at home is told so by their own file.
"""

import io

import numpy as np

FILE = "bn_remove.py"
TENSORS = {
    "conv1.weight": (8, 1, 3, 3), "conv1.bias": (8,),
    "conv2.weight": (16, 8, 3, 3), "conv2.bias": (16,),
    "fc1.weight": (32, 256), "fc1.bias": (32,),
    "fc2.weight": (10, 32), "fc2.bias": (10,),
}  # fmt: skip
"""What a SmallNetTest consists of, by name: the shapes."""
NORMS = {"conv1": "bn1", "conv2": "bn2", "fc1": "bn3"}
"""Layer → the batch normalization that comes after it."""
EPS = 1e-2
"""Of the drawn network: nothing says that it is torch's default."""


def trained(handin, rng):
    """The tensors of the folded network, by name."""
    return _folded(handin, trained_network(handin))


def drawn(handin, rng):
    """The same for a network that has learnt nothing."""
    return _folded(handin, drawn_network(handin, rng))


def trained_network(handin):
    """A SmallNetTrain with the weights of data/trained.npz."""
    return _network(handin, read_arrays(handin, "trained.npz"))


def drawn_network(handin, rng):
    """A SmallNetTrain with numbers drawn at random, in a range in which each matters."""
    arrays = {}
    for name, due in read_arrays(handin, "trained.npz").items():
        if "bn" not in name:
            arrays[name] = rng.standard_normal(due.shape) / np.sqrt(due[0].size)
        elif name.endswith("running_mean"):
            arrays[name] = rng.standard_normal(due.shape) / 2
        elif name.endswith("bias"):
            arrays[name] = rng.standard_normal(due.shape)
        else:
            arrays[name] = rng.uniform(0.5, 1.5, due.shape)
    return _network(handin, arrays, EPS)


def images_of(handin, file):
    """Images of a file of the bundle, (n, 1, 8, 8), on the handin's device."""
    import torch

    return torch.tensor(read_arrays(handin, file)["images"] / 16, dtype=torch.float32, device=handin.device)


def read_arrays(handin, file):
    with np.load(io.BytesIO(handin.data[file]), allow_pickle=False) as arrays:
        return dict(arrays)


def _network(handin, arrays, eps=None):
    """A SmallNetTrain of the handin's with these tensors, in evaluation mode."""
    module = handin.load(FILE)
    import torch

    network = module.SmallNetTrain().to(handin.device)
    tensors = network.state_dict()
    for name, array in arrays.items():
        tensors[name].copy_(torch.tensor(array))
    for norm in NORMS.values():
        getattr(network, norm).eps = eps or getattr(network, norm).eps
    return network.eval()


def _folded(handin, network):
    folded = handin.load(FILE).remove_bn(network, images_of(handin, "images.npz"))
    tensors = getattr(folded, "state_dict", dict)()
    if not tensors:
        raise TypeError(f"remove_bn must return a SmallNetTest, not {type(folded).__name__}.")
    return {name: tensors[name].detach().cpu().numpy().copy() for name in TENSORS if name in tensors}
