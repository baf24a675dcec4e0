"""The derivative of a composition in both modes of automatic differentiation, and what each costs.

fs is a list of n ≥ 1 functions of one number, innermost first; dfs holds their derivatives, in the same order.
"""


def forward_mode(fs, dfs, x):
    """Returns F'(x), a number; calls the derivatives from the innermost to the outermost, each function at most once."""
    raise NotImplementedError("forward_mode")


def reverse_mode(fs, dfs, x):
    """Returns F'(x), a number; calls the derivatives from the outermost to the innermost, each function at most once."""
    raise NotImplementedError("reverse_mode")


def naive_evaluations(n):
    """Returns how many calls of functions and derivatives the written-out chain rule takes, nothing being cached."""
    raise NotImplementedError("naive_evaluations")


def mode_evaluations(n):
    """Returns the smallest number of calls of functions and derivatives with which either mode can do."""
    raise NotImplementedError("mode_evaluations")
