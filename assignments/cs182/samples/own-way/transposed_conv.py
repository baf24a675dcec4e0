import numpy as np


def matrix(shape, w, stride, padding):
    """A, with y.ravel() = A @ x.ravel(); also the shape of y."""
    n, m = shape
    k, q = w.shape
    rows, cols = stride * (n - 1) + k - 2 * padding, stride * (m - 1) + q - 2 * padding
    A = np.zeros((rows * cols, n * m))
    i = 0
    while i < n:
        for j in range(m):
            for a in range(k):
                for b in range(q):
                    r, c = i * stride + a - padding, j * stride + b - padding
                    if 0 <= r < rows and 0 <= c < cols:
                        A[r * cols + c, i * m + j] = w[a, b]
        i += 1
    return A, (rows, cols)


def transposed_conv(x, w, stride=1, padding=0):
    A, shape = matrix(x.shape, w, stride, padding)
    return (A @ x.ravel()).reshape(shape)


def backward(dy, x, w, stride=1, padding=0):
    dx = (matrix(x.shape, w, stride, padding)[0].T @ dy.ravel()).reshape(x.shape)
    # y is linear in w: try each kernel with a single 1.
    dw = np.zeros(w.shape)
    for a in range(w.shape[0]):
        for b in range(w.shape[1]):
            e = np.zeros(w.shape)
            e[a, b] = 1
            dw[a, b] = (transposed_conv(x, e, stride, padding) * dy).sum()
    return dx, dw
