"""
verdict = "WA"
caught_by = ["train", "one_step", "exclusive_or"]
en = "The output layer moves before the gradient goes back through it: the hidden layer learns from weights after the step."
zh = "输出层先更新，梯度再经过它往回传：隐藏层用的是更新之后的权重。"
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
    for t in range(steps):
        losses[t], _, _, dw2, db2 = mlp_gradients(x, labels, *params)
        params[2:] = params[2] - lr * dw2, params[3] - lr * db2
        _, dw1, db1, _, _ = mlp_gradients(x, labels, *params)
        params[:2] = params[0] - lr * dw1, params[1] - lr * db1
    return losses, *params
