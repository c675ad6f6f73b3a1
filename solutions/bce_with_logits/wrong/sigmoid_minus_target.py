"""
verdict = "WA"
caught_by = ["example", "small_gradients"]
en = "The gradient is \u03c3(x) - y (with its weights). Where \u03c3(x) has become 1, nothing is left of the difference."
zh = "梯度写成 σ(x) - y（及其权重）。σ(x) 变成 1 之后，差就什么也不剩。"
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
    return np.mean(w * targets * _softplus(-logits) + (1 - targets) * _softplus(logits))


def bce_with_logits_backward(logits, targets, pos_weight=None):
    w = 1 if pos_weight is None else pos_weight
    # σ(-x) for 1 - σ(x): the difference from 1 would lose all of its digits.
    p = _sigmoid(logits)
    return ((1 - targets) * p - w * targets * (1 - p)) / logits.size
