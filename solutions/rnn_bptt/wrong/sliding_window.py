"""
verdict = "WA"
caught_by = ["truncated", "windows", "chunks"]
en = "Each step's gradient runs back through the last window steps: a sliding window. Ours are chunks, with nothing over their borders."
zh = "每一步的梯度都往回传 window 步，即滑动窗口。这里是分段，段与段之间不传梯度。"
"""

import numpy as np


def rnn_forward(x, h0, w_x, w_h, b):
    hs = np.empty((len(x), *h0.shape))
    h = h0
    for t, x_t in enumerate(x):
        hs[t] = h = np.tanh(x_t @ w_x + h @ w_h + b)
    return hs


def rnn_backward(dhs, x, h0, w_x, w_h, b, window=None):
    hs = rnn_forward(x, h0, w_x, w_h, b)
    dx, dh0, dw_x, dw_h, db = (np.zeros(a.shape) for a in (x, h0, w_x, w_h, b))
    for end in range(len(x)):
        dh = dhs[end]
        for t in range(end, max(end - (window or len(x)), -1), -1):
            dz = dh * (1 - hs[t] ** 2)
            dx[t] += dz @ w_x.T
            dw_x += x[t].T @ dz
            dw_h += (hs[t - 1] if t > 0 else h0).T @ dz
            db += dz.sum(axis=0)
            dh = dz @ w_h.T
            if t == 0:
                dh0 += dh
    return dx, dh0, dw_x, dw_h, db
