"""
verdict = "WA"
caught_by = ["large", "confident_and_wrong"]
en = "Probabilities are clipped away from 0 and 1 before the logarithm, which bounds the loss."
zh = "取对数之前把概率从 0 和 1 截断开，限制住了损失。"
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
    p = np.clip(_sigmoid(logits), 1e-7, 1 - 1e-7)
    return -np.mean(w * targets * np.log(p) + (1 - targets) * np.log(1 - p))


def bce_with_logits_backward(logits, targets, pos_weight=None):
    w = 1 if pos_weight is None else pos_weight
    # σ(-x) for 1 - σ(x): the difference from 1 would lose all of its digits.
    return ((1 - targets) * _sigmoid(logits) - w * targets * _sigmoid(-logits)) / logits.size
