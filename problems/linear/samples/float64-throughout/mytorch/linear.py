import numpy as np


class Linear():
    def __init__(self, in_feature, out_feature, weight_init_fn, bias_init_fn):
        self.in_feature, self.out_feature = in_feature, out_feature
        self.W = np.array(weight_init_fn(in_feature, out_feature), dtype=np.float64)
        self.b = np.array(bias_init_fn(out_feature), dtype=np.float64)
        self.dW = np.zeros(self.W.shape, dtype=np.float64)
        self.db = np.zeros(self.b.shape, dtype=np.float64)
        self.momentum_W = np.zeros(self.W.shape, dtype=np.float64)
        self.momentum_b = np.zeros(self.b.shape, dtype=np.float64)
        self.history = []

    def __call__(self, x):
        return self.forward(x)

    def forward(self, x):
        self.x = np.array(x, dtype=np.float64)
        out = np.zeros((len(x), self.out_feature))
        for j in reversed(range(self.in_feature)):
            out += self.x[:, j : j + 1] * self.W[j]
        out += self.b
        self.history.append(out.shape)
        return out

    def backward(self, delta):
        delta = np.array(delta, dtype=np.float64)
        dW, db = np.zeros(self.W.shape), np.zeros(self.b.shape)
        for row in reversed(range(len(delta))):
            dW += np.outer(self.x[row], delta[row])
            db += delta[row]
        self.dW, self.db = dW / np.float64(len(delta)), db / np.float64(len(delta))
        return np.einsum("bo,io->bi", delta, self.W)
