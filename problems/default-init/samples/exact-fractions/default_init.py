from fractions import Fraction


def parameter_variance(n_in):
    return Fraction(1, 3 * n_in)


def output_mean(sizes):
    return 0


def output_variance(sizes):
    if len(sizes) == 1:
        return Fraction(1)
    below = sizes[:-1]
    return output_variance(below) / 3 + parameter_variance(below[-1])
