"""
verdict = "WA"
caught_by = ["standard_any_layout"]
en = "The logits are taken in the order in which they lie in memory: of a transpose that is not the order of its rows."
zh = "按 logits 在内存中的顺序来取：对于转置得到的数组，这并不是逐行的顺序。"
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
    logits = logits.ravel(order="K").reshape(logits.shape)
    return np.mean(w * targets * _softplus(-logits) + (1 - targets) * _softplus(logits))


def bce_with_logits_backward(logits, targets, pos_weight=None):
    w = 1 if pos_weight is None else pos_weight
    logits = logits.ravel(order="K").reshape(logits.shape)
    # σ(-x) for 1 - σ(x): the difference from 1 would lose all of its digits.
    return ((1 - targets) * _sigmoid(logits) - w * targets * _sigmoid(-logits)) / logits.size
