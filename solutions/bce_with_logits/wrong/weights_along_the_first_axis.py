"""
verdict = "WA"
caught_by = ["pos_weight", "example"]
en = "A vector of weights is laid along the rows instead of the labels."
zh = "把权重向量沿行方向摆放，而不是沿标签方向。"
"""

import numpy as np


def _softplus(x):
    """log(1 + e^x) = -log σ(-x)."""
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def _sigmoid(x):
    u = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, u) / (1 + u)


def bce_with_logits(logits, targets, pos_weight=None):
    w = 1 if pos_weight is None else np.resize(pos_weight, len(logits)).reshape((-1,) + (1,) * (logits.ndim - 1)) if pos_weight.ndim == 1 else pos_weight
    return np.mean(w * targets * _softplus(-logits) + (1 - targets) * _softplus(logits))


def bce_with_logits_backward(logits, targets, pos_weight=None):
    w = 1 if pos_weight is None else np.resize(pos_weight, len(logits)).reshape((-1,) + (1,) * (logits.ndim - 1)) if pos_weight.ndim == 1 else pos_weight
    # σ(-x) for 1 - σ(x): the difference from 1 would lose all of its digits.
    return ((1 - targets) * _sigmoid(logits) - w * targets * _sigmoid(-logits)) / logits.size
