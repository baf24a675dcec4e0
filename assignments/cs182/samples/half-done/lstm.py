import numpy as np


def sig(z):
    return 0.5 * (1 + np.tanh(z / 2))


def stack(U, W):
    """All weights in one (d + s, 4 s) matrix."""
    return np.vstack([np.hstack([U[k] for k in "fiog"]), np.hstack([W[k] for k in "fiog"])])


def one(x, h, A):
    f, i, o, g = np.split(np.concatenate([x, h]) @ A, 4)
    return sig(f), sig(i), sig(o), np.tanh(g)


def step(x, h, C, U, W):
    A = stack(U, W)
    hs, Cs = [], []
    for n in range(x.shape[0]):
        f, i, o, g = one(x[n], h[n], A)
        Cs.append(f * C[n] + i * g)
        hs.append(o * np.tanh(Cs[-1]))
    return np.array(hs), np.array(Cs)
