"""Mean and variance of a linear network's output under PyTorch's default initialization.

Yours to write: three functions, each a line or a few.
"""


def parameter_variance(n_in):
    """
    n_in: the number of inputs of a linear layer.
    Returns the variance of each of its weights and biases, as torch.nn.Linear draws them. A number.
    """
    raise NotImplementedError("parameter_variance")


def output_mean(sizes):
    """
    sizes: the list [n_0, n_1, …, n_L], with n_L = 1.
    Returns the mean of y_L, a number.
    """
    raise NotImplementedError("output_mean")


def output_variance(sizes):
    """
    sizes: the list [n_0, n_1, …, n_L], with n_L = 1.
    Returns the variance of y_L, a number.
    """
    raise NotImplementedError("output_variance")
