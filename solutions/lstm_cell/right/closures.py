import numpy as np


def sigmoid(v):
    e = np.exp(-np.abs(v))
    return np.where(v < 0, e, 1.0) / (1 + e)


def step(x, h, c, w_x, w_h, b):
    """One step: the new states, and the function that pulls their gradients back through it."""
    z = (x @ w_x + h @ w_h + b).reshape(len(x), 4, -1)
    i, f, o = (sigmoid(z[:, k]) for k in (0, 1, 3))
    g = np.tanh(z[:, 2])
    new_c = f * c + i * g
    shown = np.tanh(new_c)

    def pull_back(dh, dc):
        dc = dc + dh * o * (1 - shown**2)
        dz = np.stack([dc * g * i * (1 - i), dc * c * f * (1 - f), dc * i * (1 - g**2), dh * shown * o * (1 - o)], 1)
        dz = dz.reshape(len(x), -1)
        return dz @ w_x.T, dz @ w_h.T, dc * f, (x.T @ dz, h.T @ dz, dz.sum(0))

    return o * shown, new_c, pull_back


class LSTM:
    def __init__(self, w_x, w_h, b):
        self.weights = (w_x, w_h, b)

    def forward(self, x, h0, c0):
        if len(x) == 0:
            self.tape = []
            return [], h0, c0
        hs, h, c = self.forward(x[:-1], h0, c0)
        h, c, pull_back = step(x[-1], h, c, *self.weights)
        self.tape = [*self.tape, pull_back]
        return np.array([*hs, h]), h, c

    def backward(self, dhs, dh, dc):
        dxs, shares = [], []
        for dh_t, pull_back in reversed(list(zip(dhs, self.tape, strict=True))):
            dx_t, dh, dc, share = pull_back(dh + dh_t, dc)
            dxs.insert(0, dx_t)
            shares.append(share)
        return [np.array(dxs), dh, dc, *(sum(parts) for parts in zip(*shares, strict=True))]
