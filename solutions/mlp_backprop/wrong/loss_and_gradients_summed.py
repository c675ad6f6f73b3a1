"""
verdict = "WA"
caught_by = ["gradients", "twice", "train"]
en = "The cross-entropy is summed over the samples, as other texts do. Here loss and gradients are means."
zh = "交叉熵对样本求了和，这是另一些教材的写法。这里的损失和梯度都取平均。"
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
    loss = -log_p[own].sum()
    dlogits = np.exp(log_p)
    dlogits[own] -= 1
    dz = dlogits @ w2 * (z > 0)
    return float(loss), dz.T @ x, dz.sum(axis=0), dlogits.T @ h, dlogits.sum(axis=0)


def mlp_train(x, labels, w1, b1, w2, b2, lr, steps):
    params = [w1.copy(), b1.copy(), w2.copy(), b2.copy()]
    losses = np.empty(steps)
    for t in range(steps):
        losses[t], *gradients = mlp_gradients(x, labels, *params)
        params = [p - lr * g for p, g in zip(params, gradients)]
    return losses, *params
