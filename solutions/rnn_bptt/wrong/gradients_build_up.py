"""
verdict = "WA"
caught_by = ["each_call", "standard_any_order_of_calls"]
en = "The gradients of the weights are added to what earlier calls have left."
zh = "权重的梯度累加到了之前调用留下的值上。"
"""

import numpy as np


def rnn_forward(x, h0, w_x, w_h, b):
    hs = np.empty((len(x), *h0.shape))
    h = h0
    for t, x_t in enumerate(x):
        hs[t] = h = np.tanh(x_t @ w_x + h @ w_h + b)
    return hs


KEPT = {}


def rnn_backward(dhs, x, h0, w_x, w_h, b, window=None):
    hs = rnn_forward(x, h0, w_x, w_h, b)
    dx, dh = np.empty(x.shape), np.zeros(h0.shape)
    dw_x, dw_h, db = (KEPT.get((i, p.shape), np.zeros(p.shape)).copy() for i, p in enumerate((w_x, w_h, b)))
    for t in reversed(range(len(x))):
        dz = (dh + dhs[t]) * (1 - hs[t] ** 2)  # h_t is used twice: as an output, and by the next step
        dx[t] = dz @ w_x.T
        dw_x += x[t].T @ dz
        dw_h += (hs[t - 1] if t > 0 else h0).T @ dz
        db += dz.sum(axis=0)
        dh = dz @ w_h.T
        if window is not None and t > 0 and t % window == 0:
            dh = np.zeros(h0.shape)
    KEPT.update({(i, p.shape): p for i, p in enumerate((dw_x, dw_h, db))})
    return dx, dh, dw_x, dw_h, db
