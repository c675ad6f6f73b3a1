"""
verdict = "WA"
caught_by = ["train", "in_two_pieces", "exclusive_or"]
en = "The steps have momentum. Here a step is lr times the gradient, and nothing else."
zh = "更新时用了动量。这里每一步就是 lr 乘梯度，没有别的。"
"""

import numpy as np


def mlp_forward(x, w1, b1, w2, b2):
    return np.maximum(x @ w1.T + b1, 0) @ w2.T + b2


def mlp_gradients(x, labels, w1, b1, w2, b2):
    z = x @ w1.T + b1
    h = np.maximum(z, 0)
    logits = h @ w2.T + b2
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    own = np.arange(len(x)), labels
    loss = -log_p[own].mean()
    dlogits = np.exp(log_p)
    dlogits[own] -= 1
    dlogits /= len(x)
    dz = dlogits @ w2 * (z > 0)
    return float(loss), dz.T @ x, dz.sum(axis=0), dlogits.T @ h, dlogits.sum(axis=0)


def mlp_train(x, labels, w1, b1, w2, b2, lr, steps):
    params = [w1.copy(), b1.copy(), w2.copy(), b2.copy()]
    losses = np.empty(steps)
    moving = [0.0] * 4
    for t in range(steps):
        losses[t], *gradients = mlp_gradients(x, labels, *params)
        moving = [0.9 * m + g for m, g in zip(moving, gradients)]
        params = [p - lr * m for p, m in zip(params, moving)]
    return losses, *params
