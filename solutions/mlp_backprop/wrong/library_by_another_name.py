"""
verdict = "RV"
caught_by = []
en = "torch's cross-entropy and automatic differentiation, reached through getattr and aliases. This exercise asks you to write them."
zh = "通过 getattr 和别名调用了 torch 的交叉熵与自动求导。这道题要求自己实现。"
"""

import torch as lib

functions = lib.nn.functional
error = getattr(functions, "cross_" + "entropy")


def mlp_forward(x, w1, b1, w2, b2):
    return (lib.tensor(x) @ lib.tensor(w1.T) + lib.tensor(b1)).clamp(min=0).numpy() @ w2.T + b2


def mlp_gradients(x, labels, w1, b1, w2, b2):
    params = [lib.tensor(a, requires_grad=True) for a in (w1, b1, w2, b2)]
    logits = (lib.tensor(x) @ params[0].T + params[1]).clamp(min=0) @ params[2].T + params[3]
    loss = error(logits, lib.tensor(labels))
    gradients = lib.autograd.grad(loss, params)
    return loss.item(), *(g.numpy() for g in gradients)


def mlp_train(x, labels, w1, b1, w2, b2, lr, steps):
    params, losses = [w1, b1, w2, b2], []
    for _ in range(steps):
        loss, *gradients = mlp_gradients(x, labels, *params)
        losses.append(loss)
        params = [p - lr * g for p, g in zip(params, gradients)]
    return losses, *params
