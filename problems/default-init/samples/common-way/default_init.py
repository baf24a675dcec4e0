import math


def parameter_variance(n_in):
    # kaiming_uniform_ with a = sqrt(5): gain = sqrt(2 / (1 + 5)), bound = gain * sqrt(3 / fan_in)
    gain = math.sqrt(2.0 / (1 + 5))
    bound = gain * math.sqrt(3.0 / n_in)
    return (2 * bound) ** 2 / 12


def output_mean(sizes):
    return 0.0


def output_variance(sizes):
    var = 1.0
    for i in range(1, len(sizes)):
        p = parameter_variance(sizes[i - 1])
        var = sizes[i - 1] * p * var + p
    return var
