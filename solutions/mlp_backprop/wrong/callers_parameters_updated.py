"""
verdict = "WA"
caught_by = ["inputs_untouched", "standard_inputs_untouched"]
en = "The parameters are updated in place: the caller's arrays change."
zh = "原地更新了参数：调用者的数组被改动了。"
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
    params = [w1, b1, w2, b2]
    losses = np.empty(steps)
    for t in range(steps):
        losses[t], *gradients = mlp_gradients(x, labels, *params)
        for p, g in zip(params, gradients):
            p -= lr * g
    return losses, *params
