import math


def table(joint):
    """{(x, y): probability}, only of what may happen."""
    cells = {(x, y): float(v) for x, row in enumerate(joint) for y, v in enumerate(row)}
    return {where: v for where, v in cells.items() if v != 0}


def marginal(cells, axis):
    found = {}
    for where in reversed(list(cells)):
        found[where[axis]] = found.get(where[axis], 0.0) + cells[where]
    return found


def bits(values):
    """In bits, as other people count."""
    return math.fsum(sorted(-v * math.log2(v) for v in values if v))


def entropy(p):
    return bits(p.flatten().tolist()) * math.log(2)


def kl(p, q):
    terms = []
    for u, v in reversed(list(zip(p.flatten().tolist(), q.flatten().tolist()))):
        if u and not v:
            return math.inf
        if u:
            terms.append(u * math.log2(u / v))
    return math.log(2) * math.fsum(terms)


def conditional_entropy(joint):
    cells = table(joint)
    return math.log(2) * (bits(cells.values()) - bits(marginal(cells, 0).values()))


def mutual_information(joint):
    cells = table(joint)
    x, y = (bits(marginal(cells, axis).values()) for axis in (0, 1))
    return math.log(2) * (x + y - bits(cells.values()))
