"""
verdict = "WA"
caught_by = ["backward", "central_differences"]
en = "The gradient of w_h is taken with the state after the step instead of the one before it."
zh = "w_h 的梯度用了这一步之后的状态，而不是之前的。"
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
    dx, dh = np.empty(x.shape), np.zeros(h0.shape)
    dw_x, dw_h, db = (np.zeros(p.shape) for p in (w_x, w_h, b))
    for t in reversed(range(len(x))):
        dz = (dh + dhs[t]) * (1 - hs[t] ** 2)  # h_t is used twice: as an output, and by the next step
        dx[t] = dz @ w_x.T
        dw_x += x[t].T @ dz
        dw_h += hs[t].T @ dz
        db += dz.sum(axis=0)
        dh = dz @ w_h.T
        if window is not None and t > 0 and t % window == 0:
            dh = np.zeros(h0.shape)
    return dx, dh, dw_x, dw_h, db
