"""
verdict = "WA"
caught_by = ["example", "plain", "sums_to_zero"]
en = "Only the target's logit gets a gradient, p - 1. The other logits move the loss through the softmax."
zh = "只有目标的 logit 得到了梯度 p - 1。其他 logits 也通过 softmax 影响损失。"
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
    return counts, log_p, q / total if total > 0 else np.zeros_like(q)


def cross_entropy(logits, targets, weight=None, ignore_index=-100, label_smoothing=0.0):
    _, log_p, q = _parts(logits, targets, weight, ignore_index, label_smoothing)
    return -np.sum(q[q > 0] * log_p[q > 0])  # a class without a share may be an excluded one: 0 * inf is NaN


def cross_entropy_backward(logits, targets, weight=None, ignore_index=-100, label_smoothing=0.0):
    counts, log_p, q = _parts(logits, targets, weight, ignore_index, label_smoothing)
    dlogits = np.zeros_like(logits)
    dlogits[counts] = np.exp(log_p) * q.sum(axis=1, keepdims=True) - q
    return np.where(np.arange(logits.shape[1]) == targets[:, None], dlogits, 0)
