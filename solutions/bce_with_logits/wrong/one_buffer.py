"""
verdict = "WA"
caught_by = ["standard_new_arrays"]
en = "Every backward pass for one shape fills and returns the same array, so the next call overwrites the answer of the last one."
zh = "对同一形状，每次反向都填写并返回同一个数组，于是后一次调用覆盖了前一次的结果。"
"""

import numpy as np

_buffers = {}


def _softplus(x):
    """log(1 + e^x) = -log σ(-x)."""
    return np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x)))


def _sigmoid(x):
    u = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, u) / (1 + u)


def bce_with_logits(logits, targets, pos_weight=None):
    w = 1 if pos_weight is None else pos_weight
    return np.mean(w * targets * _softplus(-logits) + (1 - targets) * _softplus(logits))


def bce_with_logits_backward(logits, targets, pos_weight=None):
    w = 1 if pos_weight is None else pos_weight
    # σ(-x) for 1 - σ(x): the difference from 1 would lose all of its digits.
    out = _buffers.setdefault((logits.shape, logits.dtype), np.empty(logits.shape, logits.dtype))
    out[...] = ((1 - targets) * _sigmoid(logits) - w * targets * _sigmoid(-logits)) / logits.size
    return out
