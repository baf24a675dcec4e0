"""Judges a network by what it computes: on digits that no student's code meets, what the trained one does.

Which numbers bring that about is the student's affair: a channel may be scaled up in one layer and down in
the next. The student's tensors are put into the reference's SmallNetTest, and everything is computed in
float64, so that nothing but the student's own rounding is seen.
"""

import numpy as np
import torch
from exercise import FILE, NORMS, TENSORS, drawn_network, images_of, trained_network

BOUND = 1e-8
"""Of ‖difference‖² over all hidden digits. Honest foldings in float32 come to 5e-10, no eps to 9e-4."""
ALIKE = 1e-6
"""A mistake is recognized where it leaves no more than this part of ‖difference‖² unexplained."""
HIDDEN = "hidden.npz"


def trained(handin, rng, answer):
    return _judge(handin, trained_network(handin), answer)


def drawn(handin, rng, answer):
    return _judge(handin, drawn_network(handin, rng), answer)


@torch.no_grad()
def _judge(handin, network, answer):
    """The verdict, as `graders/judge/ruling.py` has it."""
    if wrong := list(_about_tensors(answer)):
        return {"passed": False, "sentences": wrong}
    shown, hidden = (images_of(handin, file).double() for file in ("images.npz", HIDDEN))
    network = network.double()
    due, got = network(hidden), _output(handin, answer, hidden)
    apart = _apart(got, due)
    if apart <= BOUND:
        return {"passed": True, "notes": _about_dtype(answer)}
    left = {
        name: _apart(got, _output(handin, _folded(network, fold, shown), hidden))
        for name, fold in MISTAKES.items()
    }
    nearest = min(left, key=left.get)
    if left[nearest] <= max(BOUND, ALIKE * apart):
        return {"passed": False, "misconception": nearest}
    return {"passed": False, "sentences": [_how_far(got, due), *_about_layers(answer, network)]}


def _about_tensors(answer):
    """What keeps these tensors from being a network's."""
    for name, shape in TENSORS.items():
        array = answer.get(name)
        if array is None:
            yield f"Your network has no `{name}`: remove_bn must return a SmallNetTest."
        elif array.shape != shape:
            yield f"`{name}` has shape {array.shape}; a SmallNetTest's has {shape}."
        elif array.dtype.kind != "f":
            yield f"`{name}` holds {array.dtype}, where real numbers are due."
        elif not np.isfinite(array).all():
            yield f"`{name}` holds NaN or infinity."


def _about_dtype(answer):
    if any(array.dtype == np.float64 for array in answer.values()):
        return ["Your network is in float64; that is fine."]
    return []


def _output(handin, tensors, images):
    """What the reference's SmallNetTest computes with these tensors."""
    network = handin.load(FILE).SmallNetTest().double()
    network.load_state_dict({name: torch.tensor(tensors[name]) for name in TENSORS})
    return network.to(images.device)(images)


def _apart(got, due):
    """‖got − due‖² over all images."""
    return ((got - due) ** 2).sum().item()


def _how_far(got, due):
    apart, agreeing = _apart(got, due), int((got.argmax(1) == due.argmax(1)).sum())
    return (
        f"Over {len(due)} digits that you have not seen, ‖difference‖² of the two networks' outputs is "
        f"{apart:.3g}, and {BOUND:g} is allowed; they read the same digit in {agreeing} of them."
    )


def _about_layers(answer, network):
    """One sentence: which tensors are not those of a plain folding."""
    plain = _folded(network, _right, None)
    off = [f"`{name}`" for name in TENSORS if not np.allclose(answer[name], plain[name], 1e-5, 1e-6)]
    if 0 < len(off) < len(TENSORS):
        yield f"A plain folding has the same numbers as yours everywhere but in {', '.join(off)}."


def _folded(network, fold, images):
    """The tensors, by name, when every layer is folded in one way."""
    tensors, x = {}, images
    for name, norm in NORMS.items():
        layer, norm = getattr(network, name), getattr(network, norm)
        mean, variance = norm.running_mean, norm.running_var
        if fold is _by_the_batch:
            x = x.flatten(1) if isinstance(layer, torch.nn.Linear) else x
            z = layer(x)
            x = torch.relu(norm(z))
            others = [axis for axis in range(z.dim()) if axis != 1]
            mean, variance = z.mean(others), z.var(others, correction=0)
        scale, bias = fold(layer.bias, mean, variance, norm.eps, norm.weight, norm.bias)
        by_channel = (-1,) + (1,) * (layer.weight.dim() - 1)
        tensors |= {f"{name}.weight": scale.view(by_channel) * layer.weight, f"{name}.bias": bias}
    tensors |= {"fc2.weight": network.fc2.weight, "fc2.bias": network.fc2.bias}
    return {name: tensor.cpu().numpy() for name, tensor in tensors.items()}


def _right(b, mean, variance, eps, gamma, beta):
    """Weights' scale and the new bias; so have all below."""
    scale = gamma / torch.sqrt(variance + eps)
    return scale, scale * (b - mean) + beta


def _without_eps(b, mean, variance, eps, gamma, beta):
    return _right(b, mean, variance, 0, gamma, beta)


def _torch_eps(b, mean, variance, eps, gamma, beta):
    return _right(b, mean, variance, 1e-5, gamma, beta)


def _not_rooted(b, mean, variance, eps, gamma, beta):
    scale = gamma / (variance + eps)
    return scale, scale * (b - mean) + beta


def _bias_as_it_was(b, mean, variance, eps, gamma, beta):
    scale, _ = _right(b, mean, variance, eps, gamma, beta)
    return scale, b - scale * mean + beta


def _bias_dropped(b, mean, variance, eps, gamma, beta):
    return _right(0, mean, variance, eps, gamma, beta)


def _mean_left(b, mean, variance, eps, gamma, beta):
    return _right(b, 0, variance, eps, gamma, beta)


def _shifted_first(b, mean, variance, eps, gamma, beta):
    scale, _ = _right(b, mean, variance, eps, gamma, beta)
    return scale, scale * (b - mean + beta)


def _affine_forgotten(b, mean, variance, eps, gamma, beta):
    return _right(b, mean, variance, eps, torch.ones_like(gamma), torch.zeros_like(beta))


def _copied(b, mean, variance, eps, gamma, beta):
    return torch.ones_like(gamma), b


def _by_the_batch(b, mean, variance, eps, gamma, beta):
    """Called with a batch's mean and variance."""
    return _right(b, mean, variance, eps, gamma, beta)


MISTAKES = {
    "eps-forgotten": _without_eps,
    "eps-taken-for-granted": _torch_eps,
    "variance-not-rooted": _not_rooted,
    "bias-not-scaled": _bias_as_it_was,
    "old-bias-dropped": _bias_dropped,
    "mean-not-subtracted": _mean_left,
    "affine-order-swapped": _shifted_first,
    "affine-forgotten": _affine_forgotten,
    "copied-unfolded": _copied,
    "batch-statistics": _by_the_batch,
}
"""Misconception → how it folds a layer."""
