"""
verdict = "WA"
caught_by = ["example", "small_gradients"]
en = "The sigmoid is (1 + tanh(x / 2)) / 2. For negative x that is what is left of 1, and its digits are lost."
zh = "sigmoid 用 (1 + tanh(x / 2)) / 2 计算。x 为负时它是 1 剩下的部分，有效数字都丢失了。"
"""

import numpy as np


def _softplus(x):
    """log(1 + e^x) = -log σ(-x)."""
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def _sigmoid(x):
    return 0.5 * (1 + np.tanh(0.5 * x))


def bce_with_logits(logits, targets, pos_weight=None):
    w = 1 if pos_weight is None else pos_weight
    return np.mean(w * targets * _softplus(-logits) + (1 - targets) * _softplus(logits))


def bce_with_logits_backward(logits, targets, pos_weight=None):
    w = 1 if pos_weight is None else pos_weight
    # σ(-x) for 1 - σ(x): the difference from 1 would lose all of its digits.
    return ((1 - targets) * _sigmoid(logits) - w * targets * _sigmoid(-logits)) / logits.size
