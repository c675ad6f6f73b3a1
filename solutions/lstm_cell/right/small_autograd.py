import numpy as np


class Node:
    """A value in the graph, and how its gradient goes on to what it was made of."""

    def __init__(self, value, parents=()):
        self.value, self.parents, self.grad = value, parents, np.zeros_like(value)

    def __add__(self, other):
        return Node(self.value + other.value, ((self, lambda d: d), (other, lambda d: d)))

    def __mul__(self, other):
        return Node(self.value * other.value, ((self, lambda d: d * other.value), (other, lambda d: d * self.value)))

    def __matmul__(self, other):
        parents = ((self, lambda d: d @ other.value.T), (other, lambda d: self.value.T @ d))
        return Node(self.value @ other.value, parents)

    def rows(self, count):
        """This vector, once for each row."""
        return Node(np.tile(self.value, (count, 1)), ((self, lambda d: d.sum(axis=0)),))

    def columns(self, start, stop):
        def back(d):
            whole = np.zeros_like(self.value)
            whole[:, start:stop] = d
            return whole

        return Node(self.value[:, start:stop], ((self, back),))

    def tanh(self):
        y = np.tanh(self.value)
        return Node(y, ((self, lambda d: d * (1 - y * y)),))

    def sigmoid(self):
        y = np.exp(-np.logaddexp(0, -self.value))
        return Node(y, ((self, lambda d: d * y * (1 - y)),))


def run_backward(seeds):
    order, seen = [], set()
    pending = [(node, False) for node, _ in seeds]
    while pending:
        node, done = pending.pop()
        if done:
            order.append(node)
        elif id(node) not in seen:
            seen.add(id(node))
            pending.append((node, True))
            pending.extend((parent, False) for parent, _ in node.parents)
    for node in order:
        node.grad = np.zeros_like(node.value)
    for node, grad in seeds:
        node.grad = node.grad + grad
    for node in reversed(order):
        for parent, back in node.parents:
            parent.grad = parent.grad + back(node.grad)


class LSTM:
    def __init__(self, w_x, w_h, b):
        self.weights = [Node(w_x), Node(w_h), Node(b)]

    def forward(self, x, h0, c0):
        w_x, w_h, b = self.weights
        n = h0.shape[1]
        self.xs, self.start, self.hs = [Node(x_t) for x_t in x], [Node(h0), Node(c0)], []
        h, self.c = self.start
        for x_t in self.xs:
            z = x_t @ w_x + h @ w_h + b.rows(len(h0))
            i, f, g, o = (z.columns(k * n, (k + 1) * n) for k in range(4))
            self.c = f.sigmoid() * self.c + i.sigmoid() * g.tanh()
            h = o.sigmoid() * self.c.tanh()
            self.hs.append(h)
        return np.array([node.value for node in self.hs]), h.value, self.c.value

    def backward(self, dhs, dh, dc):
        run_backward([*zip(self.hs, dhs, strict=True), (self.hs[-1], dh), (self.c, dc)])
        return (np.array([node.grad for node in self.xs]), *(node.grad for node in (*self.start, *self.weights)))
