"""
verdict = "WA"
caught_by = ["gradients", "central_differences", "twice"]
en = "The loss is the squared distance of the probabilities from the one-hot labels, not the cross-entropy."
zh = "损失用了概率与 one-hot 标签之间的平方差，而不是交叉熵。"
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
    p = np.exp(log_p)
    error = p.copy()
    error[own] -= 1
    loss = np.mean(np.sum(error**2, axis=1))
    dlogits = 2 * p * (error - np.sum(error * p, axis=1, keepdims=True))
    dlogits /= len(x)
    dz = dlogits @ w2 * (z > 0)
    return float(loss), dz.T @ x, dz.sum(axis=0), dlogits.T @ h, dlogits.sum(axis=0)


def mlp_train(x, labels, w1, b1, w2, b2, lr, steps):
    params = [w1.copy(), b1.copy(), w2.copy(), b2.copy()]
    losses = np.empty(steps)
    for t in range(steps):
        losses[t], *gradients = mlp_gradients(x, labels, *params)
        params = [p - lr * g for p, g in zip(params, gradients)]
    return losses, *params
