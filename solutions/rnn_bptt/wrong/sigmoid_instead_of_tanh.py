"""
verdict = "WA"
caught_by = ["forward", "backward"]
en = "The state goes through the sigmoid instead of tanh."
zh = "状态经过的是 sigmoid，而不是 tanh。"
"""

import numpy as np


def rnn_forward(x, h0, w_x, w_h, b):
    hs = np.empty((len(x), *h0.shape))
    h = h0
    for t, x_t in enumerate(x):
        hs[t] = h = 1 / (1 + np.exp(-(x_t @ w_x + h @ w_h + b)))
    return hs


def rnn_backward(dhs, x, h0, w_x, w_h, b, window=None):
    hs = rnn_forward(x, h0, w_x, w_h, b)
    dx, dh = np.empty(x.shape), np.zeros(h0.shape)
    dw_x, dw_h, db = (np.zeros(p.shape) for p in (w_x, w_h, b))
    for t in reversed(range(len(x))):
        dz = (dh + dhs[t]) * hs[t] * (1 - hs[t])  # h_t is used twice: as an output, and by the next step
        dx[t] = dz @ w_x.T
        dw_x += x[t].T @ dz
        dw_h += (hs[t - 1] if t > 0 else h0).T @ dz
        db += dz.sum(axis=0)
        dh = dz @ w_h.T
        if window is not None and t > 0 and t % window == 0:
            dh = np.zeros(h0.shape)
    return dx, dh, dw_x, dw_h, db
