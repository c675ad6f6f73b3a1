"""
verdict = "WA"
caught_by = ["stack", "deep", "strong_branches"]
en = "through_branches holds the path through all branches alone, not those through some of them."
zh = "through_branches 只含穿过全部分支的那条路径，缺了只穿过一部分的。"
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
    for block in blocks:
        inputs.append(x)
        x = residual_forward(x, *block)
    rest = dy if len(blocks) else np.zeros(dy.shape)
    for x, (w1, b1, w2, _) in zip(inputs[::-1], blocks[::-1]):
        rest = rest @ w2 * (x @ w1.T + b1 > 0) @ w1
    return dy + rest, rest
