"""
verdict = "RV"
caught_by = []
en = "np.logaddexp is reached through getattr and an alias. It is a ready-made softplus all the same."
zh = "通过 getattr 和别名取得了 np.logaddexp。它仍然是现成的 softplus。"
"""

import numpy as np

add = getattr(np, "log" + "addexp")


def _softplus(x):
    """log(1 + e^x) = -log σ(-x)."""
    return add(0, x)


def _sigmoid(x):
    u = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, u) / (1 + u)


def bce_with_logits(logits, targets, pos_weight=None):
    w = 1 if pos_weight is None else pos_weight
    return np.mean(w * targets * _softplus(-logits) + (1 - targets) * _softplus(logits))


def bce_with_logits_backward(logits, targets, pos_weight=None):
    w = 1 if pos_weight is None else pos_weight
    # σ(-x) for 1 - σ(x): the difference from 1 would lose all of its digits.
    return ((1 - targets) * _sigmoid(logits) - w * targets * _sigmoid(-logits)) / logits.size
