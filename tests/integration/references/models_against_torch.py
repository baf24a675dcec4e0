"""Measures references of the courses against torch, in float64: `models_against_torch.py ASSIGNMENTS`.

Runs in the torch runtime, where there is no pytest. Writes one JSON object: fact → largest difference.
"""

import json
import sys

import torch

# Importing it puts every assignment's reference on the path.
from courses_against_torch import Pairs, difference, draw, tensor

import autodiff  # isort: skip


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


FACTS = (both_modes,)


if __name__ == "__main__":
    found = {fact.__name__: max(difference(*pair) for pair in fact()) for fact in FACTS}
    sys.stdout.write(json.dumps(found))
