"""
verdict = "WA"
caught_by = ["nothing_counts"]
en = "That all samples may be ignored is handled, that all may have weight 0 is not: 0 / 0 is NaN."
zh = "处理了全部样本被忽略的情形，却没有处理权重全为 0 的情形：0 / 0 得 NaN。"
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
    return counts, log_p, q / total if len(t) > 0 else np.zeros_like(q)


def cross_entropy(logits, targets, weight=None, ignore_index=-100, label_smoothing=0.0):
    _, log_p, q = _parts(logits, targets, weight, ignore_index, label_smoothing)
    return -np.sum(q[~(q <= 0)] * log_p[~(q <= 0)])  # a class without a share may be an excluded one: 0 * inf is NaN


def cross_entropy_backward(logits, targets, weight=None, ignore_index=-100, label_smoothing=0.0):
    counts, log_p, q = _parts(logits, targets, weight, ignore_index, label_smoothing)
    dlogits = np.zeros_like(logits)
    dlogits[counts] = np.exp(log_p) * q.sum(axis=1, keepdims=True) - q
    return dlogits
