"""
verdict = "WA"
diagnosis = ""
says = []
"""

import numpy as np


def sigmoid(v):
    return 0.5 * (1.0 + np.tanh(0.5 * v))


class LSTM:
    def __init__(self, w_x, w_h, b):
        self.w_x, self.w_h, self.b = w_x, w_h, b

    def forward(self, x, h0, c0):
        T = x.shape[0]
        H = h0.shape[1]
        h, c = h0, c0
        hs = []
        self.cache = []
        for t in range(T):
            z = x[t] @ self.w_x + h @ self.w_h + self.b
            i = sigmoid(z[:, :H])
            f = sigmoid(z[:, H:2 * H])
            e = np.exp(2 * z[:, 2 * H:3 * H])
            g = (e - 1) / (e + 1)
            o = sigmoid(z[:, 3 * H:])
            c_new = f * c + i * g
            tc = np.tanh(c_new)
            h_new = o * tc
            self.cache.append((x[t], h, c, i, f, g, o, tc))
            h, c = h_new, c_new
            hs.append(h)
        return np.stack(hs), h, c

    def backward(self, dhs, dh, dc):
        T = len(self.cache)
        dx = [None] * T
        dw_x, dw_h, db = np.zeros_like(self.w_x), np.zeros_like(self.w_h), np.zeros_like(self.b)
        for t in reversed(range(T)):
            x, h_prev, c_prev, i, f, g, o, tc = self.cache[t]
            dh = dh + dhs[t]
            dc = dc + dh * o * (1 - tc ** 2)
            dz = np.hstack([
                dc * g * i * (1 - i),
                dc * c_prev * f * (1 - f),
                dc * i * (1 - g ** 2),
                dh * tc * o * (1 - o),
            ])
            dx[t] = dz @ self.w_x.T
            dw_x += x.T @ dz
            dw_h += h_prev.T @ dz
            db += dz.sum(axis=0)
            dh = dz @ self.w_h.T
            dc = dc * f
        return np.stack(dx), dh, dc, dw_x, dw_h, db
