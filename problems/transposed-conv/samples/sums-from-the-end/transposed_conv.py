import numpy as np

trace = []


def windows(array, a, b, n, m, stride):
    """A view of the pixels that w[a, b] meets."""
    return array[a : a + stride * (n - 1) + 1 : stride, b : b + stride * (m - 1) + 1 : stride]


def transposed_conv(x, w, stride=1, padding=0):
    (n, m), (k, q) = x.shape, w.shape
    y = np.zeros((stride * n - stride + k, stride * m - stride + q), dtype=np.float64)
    for a in range(k)[::-1]:
        for b in range(q)[::-1]:
            windows(y, a, b, n, m, stride)[...] += w[a, b] * x
    trace.append(y.shape)
    inside = slice(padding, -padding or None)
    return y[inside, inside]


def backward(dy, x, w, stride=1, padding=0):
    (n, m), (k, q) = x.shape, w.shape
    whole = np.zeros((dy.shape[0] + 2 * padding, dy.shape[1] + 2 * padding), dtype=np.float64)
    inside = slice(padding, -padding or None)
    whole[inside, inside] += dy
    dx, dw = np.zeros(x.shape), np.empty(w.shape)
    for a in range(k)[::-1]:
        for b in range(q)[::-1]:
            seen = windows(whole, a, b, n, m, stride)
            dx += w[a, b] * seen
            dw[a, b] = (seen[::-1, ::-1] * x[::-1, ::-1]).sum()
    return dx, dw
