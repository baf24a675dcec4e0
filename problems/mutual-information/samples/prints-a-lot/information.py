import math

import numpy as np


def entropy(p):
    h = 0.0
    for value in p.ravel():
        if value > 0:
            h -= float(value) * math.log(value)
    return h


def kl(p, q):
    total = 0.0
    for a, b in zip(p.ravel(), q.ravel()):
        if a > 0 and b == 0:
            return float("inf")
        if a > 0:
            total += a * (math.log(a) - math.log(b))
    return total


def conditional_entropy(joint):
    total = 0.0
    k = len(joint)
    while k > 0:
        px = joint[k - 1].sum()
        if px > 0:
            total += px * entropy(joint[k - 1] / px)
        k -= 1
        print("row", k, joint[k], "total", total)
    return total


def mutual_information(joint):
    return entropy(joint.sum(axis=0)) - conditional_entropy(joint)
