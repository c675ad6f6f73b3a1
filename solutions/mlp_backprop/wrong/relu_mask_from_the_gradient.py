"""
verdict = "WA"
caught_by = ["gradients", "central_differences", "dead_units"]
en = "On the way back ReLU is applied to the gradient: what is negative is cut off, instead of what belongs to units that were off."
zh = "反向时把 ReLU 用在了梯度上：截掉的是负的梯度，而不是未激活单元的梯度。"
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
    dz = np.maximum(dlogits @ w2, 0)
    return float(loss), dz.T @ x, dz.sum(axis=0), dlogits.T @ h, dlogits.sum(axis=0)


def mlp_train(x, labels, w1, b1, w2, b2, lr, steps):
    params = [w1.copy(), b1.copy(), w2.copy(), b2.copy()]
    losses = np.empty(steps)
    for t in range(steps):
        losses[t], *gradients = mlp_gradients(x, labels, *params)
        params = [p - lr * g for p, g in zip(params, gradients)]
    return losses, *params
