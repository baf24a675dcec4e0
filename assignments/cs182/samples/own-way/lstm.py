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


def step_backward(dh_next, dC_next, x, h, C, U, W):
    A = stack(U, W)
    d, s = x.shape[1], h.shape[1]
    dA = np.zeros(A.shape)
    dx, dh, dC = np.zeros(x.shape), np.zeros(h.shape), np.zeros(C.shape)
    n = 0
    while n < x.shape[0]:
        f, i, o, g = one(x[n], h[n], A)
        t = np.tanh(f * C[n] + i * g)
        cell = dC_next[n] + dh_next[n] * o * (1 - t * t)
        dC[n] = cell * f
        dz = np.concatenate(
            [cell * C[n] * f * (1 - f), cell * g * i * (1 - i), dh_next[n] * t * o * (1 - o), cell * i * (1 - g * g)]
        )
        dA += np.outer(np.concatenate([x[n], h[n]]), dz)
        dxh = A @ dz
        dx[n], dh[n] = dxh[:d], dxh[d:]
        n += 1
    blocks = np.split(dA, 4, axis=1)
    dU = {k: b[:d] for k, b in zip("fiog", blocks)}
    dW = {k: b[d:] for k, b in zip("fiog", blocks)}
    return dx, dh, dC, dU, dW
