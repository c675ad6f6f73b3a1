"""
verdict = "RV"
caught_by = []
en = "torch's activations and automatic differentiation do the work. This exercise asks you to write them."
zh = "激活函数和求导都交给了 torch。这道题要求自己实现。"
"""

import numpy as np
import torch


def gradient_norms(x, dy, weights, activation):
    leaves = [torch.tensor(w, requires_grad=True) for w in weights]
    a = torch.tensor(x)
    for w in leaves:
        a = a @ w.T
        if activation != "linear":
            a = {"relu": torch.relu, "tanh": torch.tanh, "sigmoid": torch.sigmoid}[activation](a)
    a.backward(torch.tensor(dy))
    return np.array([w.grad.norm().item() for w in leaves])


def gradient_flow(norms):
    ratio = norms[0] / norms[-1]
    return ratio, ratio ** (1 / max(len(norms) - 1, 1)), "healthy"
