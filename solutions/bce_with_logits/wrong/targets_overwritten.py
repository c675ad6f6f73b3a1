"""
verdict = "WA"
caught_by = ["inputs_untouched", "standard_inputs_untouched"]
en = "The targets are multiplied by the weights in place, in the caller's array."
zh = "在调用者的数组上直接把 targets 乘以了权重。"
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
    no = 1 - targets
    targets *= w
    return np.mean(targets * _softplus(-logits) + no * _softplus(logits))


def bce_with_logits_backward(logits, targets, pos_weight=None):
    w = 1 if pos_weight is None else pos_weight
    # σ(-x) for 1 - σ(x): the difference from 1 would lose all of its digits.
    return ((1 - targets) * _sigmoid(logits) - w * targets * _sigmoid(-logits)) / logits.size
