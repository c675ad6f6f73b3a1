"""
verdict = "WA"
caught_by = ["no_samples"]
en = "Without samples 0 / 0 is NaN."
zh = "没有样本时 0 / 0 得 NaN。"
"""

import numpy as np


def _parts(logits, targets, gamma):
    """-log p and the focal factor of each sample's target, d loss / d (log-odds against it), and the softmax over the other classes."""
    n = np.arange(len(targets))
    others = logits.copy()
    others[n, targets] = -np.inf
    m = np.maximum(others.max(axis=1), np.finfo(logits.dtype).min)  # the latter where no other class is left
    e = np.exp(others - m[:, None])
    total = np.maximum(e.sum(axis=1), 1)
    d = m - logits[n, targets] + np.log(total)
    tail = np.log1p(np.exp(-np.abs(d)))
    s = np.maximum(d, 0) + tail  # -log p
    q = np.exp(-(np.maximum(-d, 0) + tail))  # 1 - p, the sum of the others
    p = np.exp(-s)
    slope = q**gamma * (gamma * p * s + q)
    return q**gamma * s, slope, e / total[:, None]


def _shares(logits, targets, alpha):
    """The weight of each sample in the mean."""
    factors = np.ones(len(targets), logits.dtype) if alpha is None else alpha[targets]
    return factors / len(targets)


def focal_loss(logits, targets, gamma=2.0, alpha=None):
    losses, _, _ = _parts(logits, targets, gamma)
    return np.mean((1 if alpha is None else alpha[targets]) * losses)


def focal_loss_backward(logits, targets, gamma=2.0, alpha=None):
    _, slope, dlogits = _parts(logits, targets, gamma)
    dlogits[np.arange(len(targets)), targets] = -1
    return dlogits * (_shares(logits, targets, alpha) * slope)[:, None]
