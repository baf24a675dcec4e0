import numpy as np


class BatchNorm(object):

    def __init__(self, in_feature, alpha=0.9):
        self.alpha = alpha
        self.eps = 1e-8
        self.x = None
        self.norm = None
        self.out = None
        self.var = np.ones((1, in_feature))
        self.mean = np.zeros((1, in_feature))
        self.gamma = np.ones((1, in_feature))
        self.dgamma = np.zeros((1, in_feature))
        self.beta = np.zeros((1, in_feature))
        self.dbeta = np.zeros((1, in_feature))
        self.running_mean = np.zeros((1, in_feature))
        self.running_var = np.ones((1, in_feature))

    def __call__(self, x, eval=False):
        return self.forward(x, eval)

    def forward(self, x, eval=False):
        if eval:
            x -= self.running_mean
            x /= np.sqrt(self.running_var + self.eps)
            x *= self.gamma
            x += self.beta
            return x
        self.mean = np.mean(x, axis=0, keepdims=True)
        x -= self.mean
        self.var = np.mean(x ** 2, axis=0, keepdims=True)
        self.running_mean = self.alpha * self.running_mean + (1 - self.alpha) * self.mean
        self.running_var = self.alpha * self.running_var + (1 - self.alpha) * self.var
        x /= np.sqrt(self.var + self.eps)
        self.norm = x
        return self.gamma * self.norm + self.beta

    def backward(self, delta):
        m = delta.shape[0]
        self.dbeta = np.sum(delta, axis=0, keepdims=True)
        self.dgamma = np.sum(delta * self.norm, axis=0, keepdims=True)
        dx = m * delta - self.dbeta - self.norm * self.dgamma
        return self.gamma / np.sqrt(self.var + self.eps) * dx / m
