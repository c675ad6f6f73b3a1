"""
verdict = "WA"
caught_by = ["soft_targets", "example"]
en = "An element is a positive if its target is 1, and a negative otherwise: targets between get the loss of a negative."
zh = "目标为 1 的元素算正例，其他都算负例：介于两者之间的目标得到了负例的损失。"
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
    return np.mean(np.where(targets == 1, w * _softplus(-logits), _softplus(logits)))


def bce_with_logits_backward(logits, targets, pos_weight=None):
    w = 1 if pos_weight is None else pos_weight
    # σ(-x) for 1 - σ(x): the difference from 1 would lose all of its digits.
    return ((1 - targets) * _sigmoid(logits) - w * targets * _sigmoid(-logits)) / logits.size
