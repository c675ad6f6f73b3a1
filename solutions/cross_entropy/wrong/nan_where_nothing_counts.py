"""
verdict = "WA"
caught_by = ["nothing_counts", "no_samples"]
en = "Where nothing counts the answer is 0 / 0, which is NaN. Some libraries answer so; here it is 0."
zh = "没有样本计入时结果是 0 / 0，即 NaN。有些库就这样返回；本题规定为 0。"
"""

import numpy as np


def _parts(logits, targets, weight, ignore_index, label_smoothing):
    """Of the samples that count: which they are, log p, and the weighted target distributions over the total weight."""
    classes = logits.shape[1]
    counts = targets != ignore_index
    x, t = logits[counts], targets[counts]
    z = x - x.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    w = np.ones(classes) if weight is None else weight
    q = np.full_like(z, label_smoothing / classes)
    q[np.arange(len(t)), t] += 1 - label_smoothing
    q *= w
    total = w[t].sum()
    return counts, log_p, q / total


def cross_entropy(logits, targets, weight=None, ignore_index=-100, label_smoothing=0.0):
    _, log_p, q = _parts(logits, targets, weight, ignore_index, label_smoothing)
    kept = ~(q <= 0)
    return -np.sum(q[kept] * log_p[kept]) / np.float64(len(q) > 0)


def cross_entropy_backward(logits, targets, weight=None, ignore_index=-100, label_smoothing=0.0):
    counts, log_p, q = _parts(logits, targets, weight, ignore_index, label_smoothing)
    dlogits = np.zeros_like(logits)
    dlogits[counts] = np.exp(log_p) * q.sum(axis=1, keepdims=True) - q
    return dlogits
