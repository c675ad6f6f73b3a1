"""
verdict = "WA"
caught_by = ["confident_and_wrong"]
en = "From a threshold on, log(1 + e^x) is taken to be x. What is left out shows in the digits."
zh = "超过某个阈值后，把 log(1 + e^x) 当作 x。略去的部分出现在有效数字里。"
"""

import numpy as np


def _softplus(x):
    """log(1 + e^x) = -log σ(-x)."""
    return np.where(x > 15, x, np.log1p(np.exp(np.minimum(x, 15))))


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
