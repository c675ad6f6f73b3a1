"""
verdict = "WA"
caught_by = ["standard_any_order_of_calls"]
en = "The backward pass takes what the latest forward pass has kept, though it may have been of other logits."
zh = "反向使用了最近一次前向保存的值，而那次的 logits 可能不同。"
"""

import numpy as np

_kept = {}


def _softplus(x):
    """log(1 + e^x) = -log σ(-x)."""
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def _sigmoid(x):
    u = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, u) / (1 + u)


def bce_with_logits(logits, targets, pos_weight=None):
    w = 1 if pos_weight is None else pos_weight
    _kept[logits.shape, logits.dtype] = logits.copy()
    return np.mean(w * targets * _softplus(-logits) + (1 - targets) * _softplus(logits))


def bce_with_logits_backward(logits, targets, pos_weight=None):
    w = 1 if pos_weight is None else pos_weight
    # σ(-x) for 1 - σ(x): the difference from 1 would lose all of its digits.
    logits = _kept.pop((logits.shape, logits.dtype), logits)
    return ((1 - targets) * _sigmoid(logits) - w * targets * _sigmoid(-logits)) / logits.size
