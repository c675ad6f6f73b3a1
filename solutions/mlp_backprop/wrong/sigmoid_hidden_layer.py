"""
verdict = "WA"
caught_by = ["forward", "gradients"]
en = "The hidden layer uses the sigmoid instead of ReLU."
zh = "隐藏层用了 sigmoid，而不是 ReLU。"
"""

import numpy as np


def mlp_forward(x, w1, b1, w2, b2):
    return (1 / (1 + np.exp(-(x @ w1.T + b1)))) @ w2.T + b2


def mlp_gradients(x, labels, w1, b1, w2, b2):
    z = x @ w1.T + b1
    h = 1 / (1 + np.exp(-z))
    logits = h @ w2.T + b2
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    own = np.arange(len(x)), labels
    loss = -log_p[own].mean()
    dlogits = np.exp(log_p)
    dlogits[own] -= 1
    dlogits /= len(x)
    dz = dlogits @ w2 * (h * (1 - h))
    return float(loss), dz.T @ x, dz.sum(axis=0), dlogits.T @ h, dlogits.sum(axis=0)


def mlp_train(x, labels, w1, b1, w2, b2, lr, steps):
    params = [w1.copy(), b1.copy(), w2.copy(), b2.copy()]
    losses = np.empty(steps)
    for t in range(steps):
        losses[t], *gradients = mlp_gradients(x, labels, *params)
        params = [p - lr * g for p, g in zip(params, gradients)]
    return losses, *params
