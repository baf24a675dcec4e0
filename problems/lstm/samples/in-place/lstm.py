import numpy as np


class Gate:
    def __init__(self, name, U, W):
        self.name = name
        self.U, self.W = np.array(U, dtype=np.float64), np.array(W, dtype=np.float64)
        self.dU, self.dW = np.zeros_like(self.U), np.zeros_like(self.W)

    def __call__(self, x, h):
        self.x, self.h = x, h
        z = np.dot(h, self.W)
        z += np.dot(x, self.U)
        if self.name != "g":
            z /= 2
        np.tanh(z, out=z)
        if self.name != "g":
            z += 1
            z /= 2
        self.out = z
        return z

    def slope(self):
        return 1 - self.out**2 if self.name == "g" else self.out - self.out**2

    def back(self, delta, dx, dh):
        delta *= self.slope()
        for row in range(len(delta) - 1, -1, -1):
            self.dU += self.x[row][:, None] * delta[row]
            self.dW += self.h[row][:, None] * delta[row]
        dx += delta @ self.U.T
        dh += delta @ self.W.T


class Cell:
    def __init__(self, U, W):
        self.gates = {k: Gate(k, U[k], W[k]) for k in "giof"}
        self.steps = 0

    def forward(self, x, h, C):
        self.steps += 1
        out = {k: gate(x, h) for k, gate in self.gates.items()}
        self.C = C.copy()
        self.C *= out["f"]
        self.C += out["i"] * out["g"]
        self.tanh = np.tanh(self.C)
        return out["o"] * self.tanh, self.C


def step(x, h, C, U, W):
    return Cell(U, W).forward(x, h, C)


def step_backward(dh_next, dC_next, x, h, C, U, W):
    cell = Cell(U, W)
    cell.forward(x, h, C)
    g, i, o, f = (cell.gates[k] for k in "giof")
    D = dh_next * o.out
    D *= 1 - cell.tanh**2
    D += dC_next
    dx, dh = np.zeros(x.shape), np.zeros(h.shape)
    for gate, delta in ((f, D * C), (o, dh_next * cell.tanh), (i, D * g.out), (g, D * i.out)):
        gate.back(delta, dx, dh)
    dC = D * f.out
    return dx, dh, dC, {k: v.dU for k, v in cell.gates.items()}, {k: v.dW for k, v in cell.gates.items()}
