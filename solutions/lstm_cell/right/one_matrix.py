import numpy as np


def sigmoid(v):
    out = np.empty_like(v)
    positive = v >= 0
    out[positive] = 1 / (1 + np.exp(-v[positive]))
    e = np.exp(v[~positive])
    out[~positive] = e / (1 + e)
    return out


class LSTM:
    """Input and hidden state side by side, times one matrix; everything in arrays made beforehand."""

    def __init__(self, w_x, w_h, b):
        self.features, self.units = len(w_x), len(w_h)
        self.w = np.vstack([w_x, w_h])
        self.b = b

    def forward(self, x, h0, c0):
        steps, sequences, _ = x.shape
        n = self.units
        self.joined = np.empty((steps, sequences, self.features + n))
        self.gates = np.empty((steps, sequences, 4 * n))
        self.cells = np.empty((steps + 1, sequences, n))
        self.cells[0] = c0
        hs = np.empty((steps, sequences, n))
        for t in range(steps):
            self.joined[t, :, : self.features] = x[t]
            self.joined[t, :, self.features :] = hs[t - 1] if t else h0
            z = self.joined[t] @ self.w + self.b
            gates = self.gates[t]
            gates[:] = sigmoid(z)
            gates[:, 2 * n : 3 * n] = np.tanh(z[:, 2 * n : 3 * n])
            i, f, g, o = (gates[:, k * n : (k + 1) * n] for k in range(4))
            self.cells[t + 1] = f * self.cells[t] + i * g
            hs[t] = o * np.tanh(self.cells[t + 1])
        return hs, hs[-1], self.cells[-1]

    def backward(self, dhs, dh, dc):
        n = self.units
        dw, db = np.zeros_like(self.w), np.zeros_like(self.b)
        dx = np.empty((*self.joined.shape[:2], self.features))
        dh, dc = dh.copy(), dc.copy()
        for t in range(len(dx) - 1, -1, -1):
            i, f, g, o = (self.gates[t][:, k * n : (k + 1) * n] for k in range(4))
            shown = np.tanh(self.cells[t + 1])
            dh += dhs[t]
            dc += dh * o * (1 - shown * shown)
            dz = np.empty_like(self.gates[t])
            dz[:, :n] = dc * g * i * (1 - i)
            dz[:, n : 2 * n] = dc * self.cells[t] * f * (1 - f)
            dz[:, 2 * n : 3 * n] = dc * i * (1 - g * g)
            dz[:, 3 * n :] = dh * shown * o * (1 - o)
            dw += self.joined[t].T @ dz
            db += dz.sum(0)
            djoined = dz @ self.w.T
            dx[t] = djoined[:, : self.features]
            dh[:] = djoined[:, self.features :]
            dc *= f
        return dx, dh, dc, dw[: self.features], dw[self.features :], db
