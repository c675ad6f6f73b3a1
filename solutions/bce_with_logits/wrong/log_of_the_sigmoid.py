"""
verdict = "WA"
caught_by = ["example", "large", "just_beyond"]
en = "The logarithm is taken of the finished sigmoid, and of what is left of 1. Once these are 0, the loss is infinite, or 0 \u00b7 (-inf), which is NaN."
zh = "对算好的 sigmoid 以及 1 减去它取对数。它们变成 0 之后，损失就是无穷大，或者 0 · (-inf)，即 NaN。"
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
    p = _sigmoid(logits)
    return -np.mean(w * targets * np.log(p) + (1 - targets) * np.log(1 - p))


def bce_with_logits_backward(logits, targets, pos_weight=None):
    w = 1 if pos_weight is None else pos_weight
    # σ(-x) for 1 - σ(x): the difference from 1 would lose all of its digits.
    return ((1 - targets) * _sigmoid(logits) - w * targets * _sigmoid(-logits)) / logits.size
