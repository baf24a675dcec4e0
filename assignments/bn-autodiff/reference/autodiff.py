"""The derivative of fs[n-1](… fs[1](fs[0](x)) …) in both modes, and what each way of computing it costs."""


def forward_mode(fs, dfs, x):
    """From the inside out: value and derivative go side by side, and nothing is stored."""
    v, d = x, dfs[0](x)
    # The last function's value is never needed: zip stops before it.
    for f, df in zip(fs, dfs[1:], strict=False):
        v = f(v)
        d = df(v) * d
    return d


def reverse_mode(fs, dfs, x):
    """First all values, which must be stored; then from the outside in."""
    values = [x]
    for f in fs[:-1]:
        values.append(f(values[-1]))
    d = 1.0
    for df, v in zip(reversed(dfs), reversed(values), strict=True):
        d = d * df(v)
    return d


def naive_evaluations(n):
    """Calls of functions and derivatives in the written-out chain rule: the i-th factor takes i of them."""
    return n * (n + 1) // 2


def mode_evaluations(n):
    """Calls in either mode: n derivatives, and every function but the last."""
    return 2 * n - 1
