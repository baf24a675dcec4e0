import math


def softmax(scores):
    top = max(scores)
    e = [math.exp(s - top) for s in scores]
    total = math.fsum(reversed(e))
    return [value / total for value in e]


def dot(a, b):
    return math.fsum(u * v for u, v in list(zip(a, b))[::-1])


def attend(scores, V):
    columns = list(zip(*V.tolist()))
    return [[dot(softmax(row), column) for column in columns] for row in scores]


def attention(Q, K, V):
    return attend([[dot(q, k) for k in K] for q in Q], V)


def scaled_attention(Q, K, V):
    return attend([[dot(q, k) / len(k) ** 0.5 for k in K] for q in Q], V)


def bilinear_attention(Q, K, V, W):
    return attention([[dot(q, column) for column in zip(*W)] for q in Q], K, V)


def score_moments(mu, sigma):
    square = dot(mu, mu)
    return [square, sigma**2 * (2 * square + sigma**2 * len(mu))]
