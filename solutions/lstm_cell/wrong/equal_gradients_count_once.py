"""
verdict = "WA"
caught_by = ["equal_gradients"]
en = "Where the gradient of h equals that of the last output it is taken for the same one, and counts once."
zh = "h 的梯度与最后一步输出的梯度相等时，被当作同一个，只算了一次。"
"""

import numpy as np


class LSTM:
    def __init__(self, w_x, w_h, b):
        self.w_x, self.w_h, self.b = w_x, w_h, b

    def forward(self, x, h0, c0):
        h, c, hs, self.steps = h0, c0, [], []
        for x_t in x:
            before = x_t, h, c
            i, f, g, o = np.split(x_t @ self.w_x + h @ self.w_h + self.b, 4, axis=1)
            i, f, g, o = sigmoid(i), sigmoid(f), np.tanh(g), sigmoid(o)
            c = f * c + i * g
            h = o * np.tanh(c)
            hs.append(h)
            self.steps.append((*before, i, f, g, o, np.tanh(c)))
        return np.stack(hs), h, c

    def backward(self, dhs, dh, dc):
        dw_x, dw_h, db, dxs = np.zeros_like(self.w_x), np.zeros_like(self.w_h), np.zeros_like(self.b), []
        for t in reversed(range(len(dhs))):
            x_t, h_before, c_before, i, f, g, o, tanh_c = self.steps[t]
            if t == len(dhs) - 1 and np.array_equal(dh, dhs[t]):
                dh = np.zeros_like(dh)
            dh = dh + dhs[t]  # h_t reaches the loss through the next step, and as this step's output
            dc = dc + dh * o * (1 - tanh_c**2)
            di, df, dg, do = dc * g, dc * c_before, dc * i, dh * tanh_c
            dz = np.hstack([di * i * (1 - i), df * f * (1 - f), dg * (1 - g**2), do * o * (1 - o)])
            dw_x += x_t.T @ dz
            dw_h += h_before.T @ dz
            db += dz.sum(axis=0)
            dxs.append(dz @ self.w_x.T)
            dh, dc = dz @ self.w_h.T, dc * f
        return np.stack(dxs[::-1]), dh, dc, dw_x, dw_h, db


def sigmoid(v):
    return (1 + np.tanh(v / 2)) / 2  # the same function, and tanh never overflows
