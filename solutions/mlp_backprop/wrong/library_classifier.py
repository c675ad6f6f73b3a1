"""
verdict = "RV"
caught_by = []
en = "torch's layers, loss and automatic differentiation do the work. This exercise asks you to write them."
zh = "层、损失和求导都交给了 torch。这道题要求自己实现。"
"""

import torch
import torch.nn.functional as F


def mlp_forward(x, w1, b1, w2, b2):
    x, w1, b1, w2, b2 = (torch.tensor(a) for a in (x, w1, b1, w2, b2))
    return F.linear(F.relu(F.linear(x, w1, b1)), w2, b2).numpy()


def mlp_gradients(x, labels, w1, b1, w2, b2):
    params = [torch.tensor(a, requires_grad=True) for a in (w1, b1, w2, b2)]
    logits = F.linear(F.relu(F.linear(torch.tensor(x), *params[:2])), *params[2:])
    loss = F.cross_entropy(logits, torch.tensor(labels))
    loss.backward()
    return loss.item(), *(p.grad.numpy() for p in params)


def mlp_train(x, labels, w1, b1, w2, b2, lr, steps):
    params, losses = [w1, b1, w2, b2], []
    for _ in range(steps):
        loss, *gradients = mlp_gradients(x, labels, *params)
        losses.append(loss)
        params = [p - lr * g for p, g in zip(params, gradients)]
    return losses, *params
