import numpy as np


def rnn_forward(x, h0, w_x, w_h, b):
    return np.array([state for _, state in walk(x, h0, w_x, w_h, b)])


def walk(x, h, w_x, w_h, b):
    for x_t in x:
        before, h = h, np.tanh(np.hstack([x_t, h]) @ np.vstack([w_x, w_h]) + b)
        yield before, h


def chunk(dhs, x, h, w_x, w_h, b):
    states = list(walk(x, h, w_x, w_h, b))
    dx, total, dh = [], 0.0, 0.0
    for d, x_t, (before, after) in reversed(list(zip(dhs, x, states))):
        dz = (d + dh) - (d + dh) * after**2
        total = total + np.hstack([x_t, before, np.ones((len(x_t), 1))]).T @ dz
        dx.insert(0, dz @ w_x.T)
        dh = dz @ w_h.T
    return dx, dh, total, states[-1][1]


def rnn_backward(dhs, x, h0, w_x, w_h, b, window=None):
    size, h, dxs, firsts, total = window or len(x), h0, [], [], 0.0
    for start in range(0, len(x), size):
        dx, dh, part, h = chunk(dhs[start : start + size], x[start : start + size], h, w_x, w_h, b)
        dxs += dx
        firsts.append(dh)
        total = total + part
    features = len(w_x)
    return np.array(dxs), firsts[0], total[:features].copy(), total[features:-1].copy(), total[-1].copy()
