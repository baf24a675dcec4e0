import math

import numpy as np


def attend(score, Q, V):
    out = []
    for q in Q:
        scores = [score(q, j) for j in range(len(V))]
        top = max(scores)
        weights = [math.exp(s - top) for s in scores]
        total = sum(weights)
        print("query", q, "scores", scores, "weights", weights)
        row = np.zeros(V.shape[1])
        for w, v in zip(weights, V):
            row = row + w / total * v
        out.append(row)
    return np.array(out)


def attention(Q, K, V):
    return attend(lambda q, j: float(np.dot(q, K[j])), Q, V)


def scaled_attention(Q, K, V):
    d = len(K[0])
    return attend(lambda q, j: float(np.dot(q, K[j])) / math.sqrt(d), Q, V)


def bilinear_attention(Q, K, V, W):
    return attend(lambda q, j: float(np.dot(q.dot(W), K[j])), Q, V)


def score_moments(mu, sigma):
    mean, var, i = 0.0, 0.0, 0
    while i < len(mu):
        m = float(mu[i])
        # E[q^2 k^2] - E[qk]^2
        var += (m * m + sigma**2) ** 2 - m**4
        mean += m * m
        i += 1
    return mean, var
