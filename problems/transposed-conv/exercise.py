"""Enlarges images that are not square with kernels that are not either."""

FILE = "transposed_conv.py"


def plain(handin, rng):
    """Array `y`, with stride 1 and no padding."""
    return {
        "2 × 2": _forward(handin, rng, (2, 2), (2, 2)),
        "4 × 5": _forward(handin, rng, (4, 5), (3, 2)),
    }


def stride(handin, rng):
    """Strides smaller than, as large as, and larger than the kernel."""
    return {f"stride {s}": _forward(handin, rng, (4, 3), (3, 4), stride=s) for s in (2, 3, 5)}


def padding(handin, rng):
    return {
        "padding 1": _forward(handin, rng, (4, 5), (3, 4), padding=1),
        "stride 2, padding 2": _forward(handin, rng, (4, 3), (4, 5), stride=2, padding=2),
    }


def backward(handin, rng):
    """Arrays `dx` and `dw`."""
    return {
        "plain": _backward(handin, rng),
        "stride 2": _backward(handin, rng, stride=2, padding=0),
        "stride 2, padding 1": _backward(handin, rng, stride=2, padding=1),
    }


def _forward(handin, rng, image, kernel, **options):
    x, w = rng.standard_normal(image), rng.standard_normal(kernel)
    y = handin.load(FILE).transposed_conv(handin.lend("x", x), handin.lend("w", w), **options)
    return {"y": y, "_x": x, "_w": w}


def _backward(handin, rng, **options):
    """An image of 4 × 3 and a kernel of 3 × 5."""
    stride, padding = options.get("stride", 1), options.get("padding", 0)
    x, w = rng.standard_normal((4, 3)), rng.standard_normal((3, 5))
    dy = rng.standard_normal((stride * 3 + 3 - 2 * padding, stride * 2 + 5 - 2 * padding))
    lent = [handin.lend(name, array) for name, array in (("dy", dy), ("x", x), ("w", w))]
    dx, dw = handin.load(FILE).backward(*lent, **options)
    return {"dx": dx, "dw": dw, "_dy": dy, "_x": x, "_w": w}
