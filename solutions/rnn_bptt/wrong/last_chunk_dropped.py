"""
verdict = "WA"
caught_by = ["windows", "chunks"]
en = "Steps that do not fill a chunk are left out."
zh = "凑不满一段的那些步被丢掉了。"
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
        if window is not None and len(x) > window and t >= len(x) // window * window:
            dx[t] = 0.0
            continue
        dz = (dh + dhs[t]) * (1 - hs[t] ** 2)  # h_t is used twice: as an output, and by the next step
        dx[t] = dz @ w_x.T
        dw_x += x[t].T @ dz
        dw_h += (hs[t - 1] if t > 0 else h0).T @ dz
        db += dz.sum(axis=0)
        dh = dz @ w_h.T
        if window is not None and t > 0 and t % window == 0:
            dh = np.zeros(h0.shape)
    return dx, dh, dw_x, dw_h, db
