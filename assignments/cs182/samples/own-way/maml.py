import math

import numpy as np


class Task:
    """Logistic regression on one batch, example by example."""

    def __init__(self, X, y):
        self.X, self.y = X, y
        self.visited = []

    def p(self, theta):
        self.visited.append(tuple(theta))
        return [1 / (1 + math.exp(-sum(t * v for t, v in zip(theta, row)))) for row in self.X]

    def gradient(self, theta):
        g = [0.0] * len(theta)
        for row, p, label in zip(self.X, self.p(theta), self.y):
            for j, v in enumerate(row):
                g[j] += (p - label) * v / len(self.X)
        return np.array(g)

    def hessian(self, theta):
        H = np.zeros((len(theta), len(theta)))
        for row, p in zip(self.X, self.p(theta)):
            H += p * (1 - p) * np.outer(row, row)
        return H / len(self.X)


def gradient(theta, X, y):
    return Task(X, y).gradient(theta)


def hessian(theta, X):
    return Task(X, None).hessian(theta)


def adapt(theta, X, y, alpha, steps=1):
    task, path, done = Task(X, y), np.zeros((steps + 1, len(theta))), 0
    path[0] = theta
    while done < steps:
        path[done + 1] = path[done] - alpha * task.gradient(path[done])
        done += 1
    return path


def meta_gradient(theta, support, query, alpha, steps=1):
    path = adapt(theta, *support, alpha, steps)
    J = np.eye(len(theta))
    for here in path[:-1]:
        J = (np.eye(len(theta)) - alpha * Task(*support).hessian(here)) @ J
    return Task(*query).gradient(path[-1]) @ J


def outer_step(theta, tasks, alpha, beta):
    total = np.zeros(len(theta))
    for support, query in reversed(tasks):
        total += meta_gradient(theta, support, query, alpha)
    return theta - total * beta
