import numpy as np


class Linear():

    def __init__(self, in_feature, out_feature, weight_init_fn, bias_init_fn):
        self.W = weight_init_fn(in_feature, out_feature)
        self.b = bias_init_fn(out_feature)

        self.dW = np.zeros(self.W.shape)
        self.db = np.zeros(self.b.shape)

        self.momentum_W = np.zeros(self.W.shape)
        self.momentum_b = np.zeros(self.b.shape)

    def __call__(self, x):
        return self.forward(x)

    def forward(self, x):
        self.x = x
        rows = []
        for row in x:
            out = self.b[0].copy()
            for j in range(len(out)):
                out[j] += sum(row[i] * self.W[i][j] for i in range(len(row)))
            rows.append(out)
        return np.array(rows)

    def backward(self, delta):
        self.dW = np.zeros(self.W.shape)
        self.db = np.zeros(self.b.shape)
        dx = []
        for row, d in zip(self.x, delta):
            self.dW += np.outer(row, d) / len(delta)
            self.db += d / len(delta)
            dx.append(self.W.dot(d))
        return np.array(dx)
