"""
verdict = "WA"
caught_by = ["large", "confident_and_wrong"]
en = "Logarithms are bounded at -100, as in losses that take probabilities. From logits nothing needs a bound."
zh = "把对数限制在 -100 以上，就像以概率为输入的损失那样。以 logits 为输入时不需要任何限制。"
"""

import numpy as np


def _softplus(x):
    """log(1 + e^x) = -log σ(-x)."""
    return np.minimum(np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x))), 100)


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
