import numpy as np


class Attention:
    """Callable, and with more to look at than anybody asked for."""

    made = []

    def __init__(self, score):
        self.score = score
        self.weights = None
        self.temperature = 1.0
        Attention.made.append(self)

    def __call__(self, Q, K, V):
        scores = self.score(np.asarray(Q, np.longdouble), np.asarray(K, np.longdouble))
        scores -= scores.max(axis=-1, keepdims=True)
        self.weights = np.exp(scores) / np.exp(scores).sum(axis=-1, keepdims=True)
        return np.einsum("lt,tv->lv", self.weights, np.asarray(V, np.longdouble)).astype(np.float64)


attention = Attention(lambda q, k: np.einsum("ld,td->lt", q, k))
scaled_attention = Attention(lambda q, k: np.einsum("ld,td->lt", q, k) * k.shape[1] ** -0.5)


def bilinear_attention(Q, K, V, W):
    return Attention(lambda q, k: np.einsum("le,ed,td->lt", q, W, k))(Q, K, V)


def score_moments(mu, sigma):
    second = mu**2 + sigma**2
    return (mu**2).sum(), (second**2 - mu**4).sum()
