"""
verdict = "WA"
caught_by = ["small_losses"]
en = "x (1 - y) and max(-x, 0) are added up, of which one is minus the other where x is very negative and y is 0. What is left is rounding."
zh = "把 x (1 - y) 与 max(-x, 0) 相加；x 很小（负）且 y 为 0 时两者互为相反数，剩下的只有舍入误差。"
"""

import numpy as np


def _softplus(x):
    """log(1 + e^x) = -log σ(-x)."""
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def _sigmoid(x):
    u = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, u) / (1 + u)


def bce_with_logits(logits, targets, pos_weight=None):
    w = 1 if pos_weight is None else pos_weight
    rest = np.log1p(np.exp(-np.abs(logits))) + np.maximum(-logits, 0)
    return np.mean((1 - targets) * logits + (1 + (w - 1) * targets) * rest)


def bce_with_logits_backward(logits, targets, pos_weight=None):
    w = 1 if pos_weight is None else pos_weight
    # σ(-x) for 1 - σ(x): the difference from 1 would lose all of its digits.
    return ((1 - targets) * _sigmoid(logits) - w * targets * _sigmoid(-logits)) / logits.size
