import numpy as np


def rnn_forward(x, h0, w_x, w_h, b):
    projected = np.einsum("tnd,du->tnu", x, w_x) + b
    hs = [h0]
    for p in projected:
        hs.append(np.tanh(p + hs[-1] @ w_h))
    return np.stack(hs[1:])


def rnn_backward(dhs, x, h0, w_x, w_h, b, window=None):
    hs = rnn_forward(x, h0, w_x, w_h, b)
    before = np.concatenate([h0[np.newaxis], hs[:-1]])
    slope = (1 - hs) * (1 + hs)
    ends = set() if window is None else set(range(window - 1, len(x) - 1, window))
    dzs = np.empty(hs.shape)
    following = None
    for t in range(len(x) - 1, -1, -1):
        dh = dhs[t].copy()
        if following is not None and t not in ends:
            dh += np.dot(following, w_h.T)
        following = dzs[t] = dh * slope[t]
    # the weights are the same at every step, so their gradients are one product over all of them
    dw_x = np.tensordot(x, dzs, axes=([0, 1], [0, 1]))
    dw_h = np.tensordot(before, dzs, axes=([0, 1], [0, 1]))
    return np.matmul(dzs, w_x.T), dzs[0] @ w_h.T, dw_x, dw_h, dzs.sum(axis=(0, 1))
