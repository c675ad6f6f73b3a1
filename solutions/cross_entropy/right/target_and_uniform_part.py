import numpy as np


def _prepared(logits, targets, weight, ignore_index):
    """Everything in float64: rows that count, their targets, log p, the class weights, the targets' and their sum."""
    rows = np.flatnonzero(targets != ignore_index)
    t = targets[rows]
    x = logits[rows].astype(np.float64)
    x -= x.max(axis=1)[:, None]
    log_p = x - np.log(np.exp(x).sum(axis=1))[:, None]
    w = np.ones(logits.shape[1]) if weight is None else weight.astype(np.float64)
    return rows, t, log_p, w, w[t], w[t].sum()


def cross_entropy(logits, targets, weight=None, ignore_index=-100, label_smoothing=0.0):
    rows, t, log_p, w, wt, total = _prepared(logits, targets, weight, ignore_index)
    if total == 0:
        return 0.0
    hard = -(wt * log_p[np.arange(len(t)), t]).sum()
    if label_smoothing == 0:
        return float(hard / total)
    soft = -(log_p @ w).sum() / logits.shape[1]
    return float(((1 - label_smoothing) * hard + label_smoothing * soft) / total)


def cross_entropy_backward(logits, targets, weight=None, ignore_index=-100, label_smoothing=0.0):
    rows, t, log_p, w, wt, total = _prepared(logits, targets, weight, ignore_index)
    out = np.zeros_like(logits)
    if total == 0:
        return out
    p = np.exp(log_p)
    hard = p * wt[:, None]
    hard[np.arange(len(t)), t] -= wt
    soft = (p * w.sum() - w) / logits.shape[1]
    out[rows] = ((1 - label_smoothing) * hard + label_smoothing * soft) / total
    return out
