"""
verdict = "RTE"
caught_by = ["forward", "gradients"]
en = "The weights are taken as (D, H) and (H, K), with a column for each output: x w. Here each output has a row: x wᵀ."
zh = "把权重当作 (D, H) 和 (H, K)，每个输出占一列：x w。这里每个输出占一行：x wᵀ。"
"""

import numpy as np


def mlp_forward(x, w1, b1, w2, b2):
    return np.maximum(x @ w1 + b1, 0) @ w2 + b2


def mlp_gradients(x, labels, w1, b1, w2, b2):
    z = x @ w1 + b1
    h = np.maximum(z, 0)
    logits = h @ w2 + b2
    shifted = logits - logits.max(axis=1, keepdims=True)
    log_p = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    own = np.arange(len(x)), labels
    loss = -log_p[own].mean()
    dlogits = np.exp(log_p)
    dlogits[own] -= 1
    dlogits /= len(x)
    dz = dlogits @ w2.T * (z > 0)
    return float(loss), x.T @ dz, dz.sum(axis=0), h.T @ dlogits, dlogits.sum(axis=0)


def mlp_train(x, labels, w1, b1, w2, b2, lr, steps):
    params = [w1.copy(), b1.copy(), w2.copy(), b2.copy()]
    losses = np.empty(steps)
    for t in range(steps):
        losses[t], *gradients = mlp_gradients(x, labels, *params)
        params = [p - lr * g for p, g in zip(params, gradients)]
    return losses, *params
