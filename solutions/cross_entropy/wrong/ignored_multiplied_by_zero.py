"""
verdict = "WA"
caught_by = ["junk_is_ignored"]
en = "Ignored samples are computed and then multiplied by 0. Where their logits are NaN or infinite, the product is NaN."
zh = "被忽略的样本先计算再乘以 0。若其 logits 为 NaN 或无穷大，乘积就是 NaN。"
"""

import numpy as np


def _parts(logits, targets, weight, ignore_index, label_smoothing):
    """Of the samples that count: which they are, log p, and the weighted target distributions over the total weight."""
    classes = logits.shape[1]
    counts = targets != ignore_index
    x, t = logits, np.where(counts, targets, 0)
    z = x - x.max(axis=1, keepdims=True)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    w = np.ones(classes) if weight is None else weight
    q = np.full_like(z, label_smoothing / classes)
    q[np.arange(len(t)), t] += 1 - label_smoothing
    q *= w
    q = q * counts[:, None]
    total = (w[t] * counts).sum()
    return counts, log_p, q / total if total > 0 else np.zeros_like(q)


def cross_entropy(logits, targets, weight=None, ignore_index=-100, label_smoothing=0.0):
    _, log_p, q = _parts(logits, targets, weight, ignore_index, label_smoothing)
    return -np.sum(np.where(q > 0, q, 0) * np.where(np.isneginf(log_p), 0, log_p))  # a class without a share may be an excluded one: 0 * inf is NaN


def cross_entropy_backward(logits, targets, weight=None, ignore_index=-100, label_smoothing=0.0):
    counts, log_p, q = _parts(logits, targets, weight, ignore_index, label_smoothing)
    return np.exp(log_p) * q.sum(axis=1, keepdims=True) - q
