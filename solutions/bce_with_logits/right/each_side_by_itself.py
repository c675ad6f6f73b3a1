import numpy as np


def _halves(logits, targets, pos_weight):
    """x and the two weights of each element, flat, and the places where x is negative."""
    x = np.array(logits, dtype=np.float64).reshape(-1)
    y = np.array(targets, dtype=np.float64).reshape(-1)
    w = np.ones(logits.shape) if pos_weight is None else np.ones(logits.shape) * pos_weight
    return x, w.reshape(-1) * y, 1.0 - y, x < 0


def bce_with_logits(logits, targets, pos_weight=None):
    x, yes, no, below = _halves(logits, targets, pos_weight)
    cost = np.empty_like(x)
    low = np.log1p(np.exp(x[below]))
    cost[below] = no[below] * low + yes[below] * (low - x[below])
    high = np.log1p(np.exp(-x[~below]))
    cost[~below] = yes[~below] * high + no[~below] * (high + x[~below])
    return float(np.average(cost))


def bce_with_logits_backward(logits, targets, pos_weight=None):
    x, yes, no, below = _halves(logits, targets, pos_weight)
    d = np.empty_like(x)
    e = np.exp(x[below])
    d[below] = (no[below] * e - yes[below]) / (1.0 + e)
    e = np.exp(-x[~below])
    d[~below] = (no[~below] - yes[~below] * e) / (1.0 + e)
    return (d / x.size).reshape(logits.shape).astype(logits.dtype)
