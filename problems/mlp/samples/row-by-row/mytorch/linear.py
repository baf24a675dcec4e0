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
        batch_size, out_feature = x.shape[0], self.W.shape[1]
        out = np.zeros((batch_size, out_feature))
        for n in range(batch_size):
            for j in range(out_feature):
                out[n, j] = np.dot(x[n], self.W[:, j]) + self.b[0, j]
        return out

    def backward(self, delta):
        batch_size = delta.shape[0]
        self.dW = np.zeros(self.W.shape)
        self.db = np.zeros(self.b.shape)
        dx = np.zeros(self.x.shape)
        for n in range(batch_size):
            self.dW += np.outer(self.x[n], delta[n])
            self.db[0] += delta[n]
            for j in range(delta.shape[1]):
                dx[n] += delta[n, j] * self.W[:, j]
        self.dW = self.dW / batch_size
        self.db = self.db / batch_size
        return dx
