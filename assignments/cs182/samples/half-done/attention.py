import numpy as np


def softmax(z):
    e = np.exp(z)
    return e / e.sum(1, keepdims=True)


def attention(Q, K, V):
    return softmax(Q.dot(K.T)).dot(V)


def scaled_attention(Q, K, V):
    return softmax(Q.dot(K.T) / K.shape[1] ** 0.5).dot(V)
