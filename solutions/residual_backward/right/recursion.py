import numpy as np


def residual_forward(x, w1, b1, w2, b2, w_s=None):
    hidden = np.dot(x, w1.T) + b1
    hidden[hidden < 0] = 0
    y = np.dot(hidden, w2.T)
    y += b2
    y += x if w_s is None else np.dot(x, w_s.T)
    return y


def branch_backward(dy, x, w1, b1, w2):
    z = np.dot(x, w1.T) + b1
    h = np.clip(z, 0, None)
    dz = np.where(h > 0, np.dot(dy, w2), 0.0)
    return np.dot(dz, w1), np.dot(dz.T, x), np.sum(dz, axis=0), np.dot(dy.T, h), np.sum(dy, axis=0)


def residual_backward(dy, x, w1, b1, w2, b2, w_s=None):
    dx, *others = branch_backward(dy, x, w1, b1, w2)
    if w_s is None:
        return dx + dy, *others, None
    return dx + np.dot(dy, w_s), *others, np.dot(dy.T, x)


def stack_backward(dy, x, blocks):
    if not blocks:
        return dy.copy(), np.zeros_like(dy)
    w1, b1, w2, b2 = blocks[0]
    above, rest = stack_backward(dy, residual_forward(x, w1, b1, w2, b2), blocks[1:])
    rest = rest + branch_backward(above, x, w1, b1, w2)[0]
    return dy + rest, rest
