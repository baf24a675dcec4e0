"""Mean and variance of a linear network's output under PyTorch's default initialization.

Source: torch.nn.Linear.reset_parameters draws weights and biases from U(−1/√n_in, 1/√n_in).
"""


def parameter_variance(n_in):
    """Of each weight and bias of a layer with n_in inputs: a third of the squared bound 1/√n_in."""
    return 1 / (3 * n_in)


def output_mean(sizes):
    """sizes: n_0, …, n_L. Every weight and bias has mean zero and is independent of what it meets."""
    return 0.0


def output_variance(sizes):
    """sizes: n_0, …, n_L. The variance of an entry of y_L, where those of x have variance 1."""
    variance = 1.0
    for n_in in sizes[:-1]:
        weights = n_in * parameter_variance(n_in) * variance
        biases = parameter_variance(n_in)
        variance = weights + biases
    return variance
