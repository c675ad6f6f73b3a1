"""
verdict = "RTE"
caught_by = ["no_blocks"]
en = "The last block is taken before anybody has asked whether there is one."
zh = "还没看有没有块，就去取了最后一块。"
"""

import numpy as np


def residual_forward(x, w1, b1, w2, b2, w_s=None):
    branch = np.maximum(x @ w1.T + b1, 0) @ w2.T + b2
    return branch + (x if w_s is None else x @ w_s.T)


def residual_backward(dy, x, w1, b1, w2, b2, w_s=None):
    z = x @ w1.T + b1
    dz = dy @ w2 * (z > 0)
    gradients = dz.T @ x, dz.sum(axis=0), dy.T @ np.maximum(z, 0), dy.sum(axis=0)
    if w_s is None:
        return dy + dz @ w1, *gradients, None
    return dy @ w_s + dz @ w1, *gradients, dy.T @ x


def stack_backward(dy, x, blocks):
    inputs = []
    blocks[-1]
    for block in blocks:
        inputs.append(x)
        x = residual_forward(x, *block)
    rest = np.zeros(dy.shape)  # kept apart from dy, which may be so much larger that a sum would swallow it
    for x, (w1, b1, w2, _) in zip(inputs[::-1], blocks[::-1]):
        rest = rest + (dy + rest) @ w2 * (x @ w1.T + b1 > 0) @ w1
    return dy + rest, rest
