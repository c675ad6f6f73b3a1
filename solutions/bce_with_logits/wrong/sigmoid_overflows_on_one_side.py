"""
verdict = "WA"
caught_by = ["large", "just_beyond"]
en = "The sigmoid is computed as e^x / (1 + e^x) on both sides. For large x that is inf / inf, NaN."
zh = "sigmoid 在两侧都按 e^x / (1 + e^x) 计算。x 很大时是 inf / inf，即 NaN。"
"""

import numpy as np


def _softplus(x):
    """log(1 + e^x) = -log σ(-x)."""
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def _sigmoid(x):
    return np.exp(x) / (1 + np.exp(x))


def bce_with_logits(logits, targets, pos_weight=None):
    w = 1 if pos_weight is None else pos_weight
    return np.mean(w * targets * _softplus(-logits) + (1 - targets) * _softplus(logits))


def bce_with_logits_backward(logits, targets, pos_weight=None):
    w = 1 if pos_weight is None else pos_weight
    # σ(-x) for 1 - σ(x): the difference from 1 would lose all of its digits.
    return ((1 - targets) * _sigmoid(logits) - w * targets * _sigmoid(-logits)) / logits.size
