import numpy as np


class BatchNorm(object):

    def __init__(self, in_feature, alpha=0.9):
        self.a = alpha
        self.n = in_feature
        self.gamma, self.beta = np.ones((1, in_feature)), np.zeros((1, in_feature))
        self.dgamma, self.dbeta = np.zeros((1, in_feature)), np.zeros((1, in_feature))
        self.running_mean, self.running_var = np.zeros((1, in_feature)), np.ones((1, in_feature))

    def __call__(self, x, eval=False):
        return self.forward(x, eval)

    def forward(self, x, eval=False):
        if eval:
            m, v = self.running_mean, self.running_var
        else:
            m = np.mean(x, axis=0, keepdims=True)
            v = np.mean(x * x, axis=0, keepdims=True) - m * m
            self.running_mean *= self.a
            self.running_mean += (1 - self.a) * m
            self.running_var *= self.a
            self.running_var += (1 - self.a) * v
        self.inv_std = (v + 1e-8) ** -0.5
        self.x_hat = (x - m) * self.inv_std
        return self.x_hat * self.gamma + self.beta

    def backward(self, delta):
        m = len(delta)
        self.dbeta = np.ones((1, m)) @ delta
        self.dgamma = np.einsum('ij,ij->j', delta, self.x_hat).reshape(1, self.n)
        return self.gamma * self.inv_std / m * (m * delta - self.dbeta - self.x_hat * self.dgamma)
