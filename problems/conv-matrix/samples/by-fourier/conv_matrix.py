import numpy as np


class Filter:
    """Keeps what it was made of."""

    def __init__(self, w):
        self.w = np.asarray(w, dtype=np.float64)
        self.taps = self.w.size
        self.used = 0

    def convolve(self, x):
        """Every sum at once, of the reversed filter as Fourier has it."""
        self.used += 1
        n = len(x) + self.taps - 1
        both = np.fft.rfft(x, n) * np.fft.rfft(self.w[::-1], n)
        return np.fft.irfft(both, n)


def matrix(w, n):
    W = np.zeros((n - len(w) + 1, n))
    for j in reversed(range(len(w))):
        W += w[j] * np.eye(len(W), n, j)
    return W


def convolve(x, w, padding):
    zeros = np.zeros(padding)
    f = Filter(w)
    y = f.convolve(np.concatenate([zeros, x, zeros]))
    return y[f.taps - 1 : len(y) - f.taps + 1]


def backward(grad_y, x, w):
    grad_x = Filter(w[::-1]).convolve(grad_y)
    grad_w = Filter(grad_y).convolve(x)
    return grad_x, grad_w[len(grad_y) - 1 : len(x)]
