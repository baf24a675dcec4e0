import numpy as np


def forward_mode(fs, dfs, x):
    v = np.float64(x)
    deriv = np.float64(1)
    for f, df in zip(fs, dfs):
        deriv = deriv * df(v)
        v = f(v)
    return deriv


def reverse_mode(fs, dfs, x):
    vs = [x]
    for i in range(len(fs)):
        vs.append(fs[i](vs[i]))
    deriv = 1
    k = len(fs)
    while k > 0:
        deriv *= dfs[k - 1](vs[k - 1])
        k -= 1
    return deriv


def naive_evaluations(n):
    return sum(range(n + 1))


def mode_evaluations(n):
    return n + (n - 1)
