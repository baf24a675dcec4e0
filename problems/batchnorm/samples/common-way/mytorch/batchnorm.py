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
            norm = (x - self.running_mean) / np.sqrt(self.running_var + self.eps)
            return self.gamma * norm + self.beta
        self.x = x
        self.mean = np.mean(x, axis=0, keepdims=True)
        self.var = np.mean((x - self.mean) ** 2, axis=0, keepdims=True)
        self.norm = (x - self.mean) / np.sqrt(self.var + self.eps)
        self.running_mean = self.alpha * self.running_mean + (1 - self.alpha) * self.mean
        self.running_var = self.alpha * self.running_var + (1 - self.alpha) * self.var
        self.out = self.gamma * self.norm + self.beta
        return self.out

    def backward(self, delta):
        m = delta.shape[0]
        self.dbeta = np.sum(delta, axis=0, keepdims=True)
        self.dgamma = np.sum(delta * self.norm, axis=0, keepdims=True)
        s = np.sqrt(self.var + self.eps)
        dnorm = delta * self.gamma
        dvar = -0.5 * np.sum(dnorm * (self.x - self.mean) * s ** -3, axis=0)
        dmu = -np.sum(dnorm / s, axis=0) - 2 / m * dvar * np.sum(self.x - self.mean, axis=0)
        return dnorm / s + dvar * 2 * (self.x - self.mean) / m + dmu / m
