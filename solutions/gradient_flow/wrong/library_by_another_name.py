"""
verdict = "RV"
caught_by = []
en = "torch's automatic differentiation, reached through getattr and an alias. This exercise asks you to write it."
zh = "通过 getattr 和别名调用了 torch 的自动求导。这道题要求自己实现。"
"""

import numpy as np
import torch as lib

differentiate = getattr(lib.autograd, "gr" + "ad")


def gradient_norms(x, dy, weights, activation):
    leaves = [lib.tensor(w, requires_grad=True) for w in weights]
    a = lib.tensor(x)
    for w in leaves:
        a = a @ w.T
        a = {"linear": lambda z: z, "relu": lambda z: z.clamp(min=0), "tanh": lib.tanh, "sigmoid": lambda z: 1 / (1 + lib.exp(-z))}[activation](a)
    return np.array([g.norm().item() for g in differentiate(a, leaves, lib.tensor(dy))])


def gradient_flow(norms):
    ratio = norms[0] / norms[-1]
    return ratio, ratio ** (1 / max(len(norms) - 1, 1)), "healthy"
