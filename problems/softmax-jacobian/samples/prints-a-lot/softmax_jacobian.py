import numpy as np


def softmax(z):
    e = np.exp(z - np.max(z))
    for i in range(len(z)):
        print("z[%d] = %f, e[%d] = %f" % (i, z[i], i, e[i]))
    return e / np.sum(e)


def jacobian(z):
    p = softmax(z).reshape(-1, 1)
    return np.diagflat(p) - np.dot(p, p.T)


def gradients(x, y, W, b):
    p = softmax(np.dot(W, x) + b)
    onehot = np.zeros(len(b))
    onehot[y] = 1
    dz = p - onehot
    print("p", p, "onehot", onehot)
    print(np.outer(dz, x))
    return np.outer(dz, x), dz
