"""
verdict = "TLE"
caught_by = ["memory", "large_scores"]
en = "The gradients are central differences: slow, and lost in rounding where the scores are large."
zh = "用中心差分求梯度：很慢，分数很大时被舍入误差淹没。"
"""

import numpy as np


def forward(q, k, v, mask):
    scores = q @ k.mT / q.shape[-1] ** 0.5
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    e = np.exp(scores - np.maximum(scores.max(axis=-1, keepdims=True), np.finfo(q.dtype).min))
    total = e.sum(axis=-1, keepdims=True)
    return np.divide(e, total, out=np.zeros_like(e), where=total > 0) @ v


def attention_backward(dy, q, k, v, mask=None):
    gradients = []
    for which in range(3):
        arrays = [a.astype(np.float64) for a in (q, k, v)]
        found = np.zeros(arrays[which].shape)
        for at in np.ndindex(found.shape):
            value = arrays[which][at]
            ends = []
            for step in (1e-5, -1e-5):
                arrays[which][at] = value + step
                ends.append((forward(*arrays, mask) * dy).sum())
            arrays[which][at] = value
            found[at] = (ends[0] - ends[1]) / 2e-5
        gradients.append(found.astype(q.dtype))
    return tuple(gradients)
