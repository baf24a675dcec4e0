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
        out = np.zeros(x.shape)
        self.x = x
        self.norm = np.zeros(x.shape)
        for k in range(x.shape[1]):
            if eval:
                mu, var = self.running_mean[0, k], self.running_var[0, k]
            else:
                mu = sum(x[:, k]) / len(x)
                var = sum((x[:, k] - mu) ** 2) / len(x)
                self.mean[0, k], self.var[0, k] = mu, var
                self.running_mean[0, k] = self.alpha * self.running_mean[0, k] + (1 - self.alpha) * mu
                self.running_var[0, k] = self.alpha * self.running_var[0, k] + (1 - self.alpha) * var
            for n in range(x.shape[0]):
                self.norm[n, k] = (x[n, k] - mu) / (var + self.eps) ** 0.5
                out[n, k] = self.gamma[0, k] * self.norm[n, k] + self.beta[0, k]
        self.out = out
        return out

    def backward(self, delta):
        m = delta.shape[0]
        self.dbeta = np.sum(delta, axis=0, keepdims=True)
        self.dgamma = np.sum(delta * self.norm, axis=0, keepdims=True)
        s = np.sqrt(self.var + self.eps)
        dnorm = delta * self.gamma
        dvar = -0.5 * np.sum(dnorm * (self.x - self.mean) * s ** -3, axis=0)
        dmu = -np.sum(dnorm / s, axis=0) - 2 / m * dvar * np.sum(self.x - self.mean, axis=0)
        return dnorm / s + dvar * 2 * (self.x - self.mean) / m + dmu / m
