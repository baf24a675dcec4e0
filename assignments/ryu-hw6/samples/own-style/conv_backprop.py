import numpy as np


def slide(v, w, b=0.0):
    v, w = list(map(float, v)), list(map(float, w))
    out = []
    for i in range(len(v) - len(w) + 1):
        total = b
        for j in range(len(w)):
            total += w[j] * v[i + j]
        out.append(total)
    return np.array(out)


def forward(x, filters, biases, sigma):
    for l in range(len(filters)):
        x = slide(x, filters[l], biases[l])
        if l + 1 < len(filters):
            x = sigma(x)
    return x


def backprop(x, filters, biases, sigma, sigma_prime):
    ys, zs = [x], []
    for l in range(len(filters) - 1):
        zs.append(slide(ys[-1], filters[l], biases[l]))
        ys.append(sigma(zs[-1]))
    delta = [1.0]
    dw, db = [], []
    for l in reversed(range(len(filters))):
        dw = [slide(ys[l], delta)] + dw
        db = [sum(delta)] + db
        if l > 0:
            w = list(map(float, filters[l]))
            back = [0.0] * len(ys[l])
            for i in range(len(delta)):
                for j in range(len(w)):
                    back[i + j] += delta[i] * w[j]
            slope = sigma_prime(zs[l - 1])
            delta = [float(back[i]) * float(slope[i]) for i in range(len(back))]
    return dw, db
