import numpy as np


def _terms(logits, targets, weight, ignore_index, label_smoothing):
    classes = logits.shape[1]
    keep = (targets != ignore_index)[:, None]
    x = np.where(keep, logits, 0)  # what is ignored may be anything
    top = np.max(x, axis=1, keepdims=True, initial=np.finfo(x.dtype).min)
    e = np.exp(x - top)
    total = e.sum(axis=1, keepdims=True)
    hot = keep & (targets[:, None] == np.arange(classes))
    w = np.ones(classes, x.dtype) if weight is None else weight
    mass = (hot * w).sum()
    q = np.where(keep, w * (hot * (1 - label_smoothing) + label_smoothing / classes), 0)
    q = (q / mass if mass > 0 else q * 0).astype(x.dtype)
    return x - top, e, total, q


def cross_entropy(logits, targets, weight=None, ignore_index=-100, label_smoothing=0.0):
    z, _, total, q = _terms(logits, targets, weight, ignore_index, label_smoothing)
    return np.sum(np.where(q == 0, 0, np.log(total) - z) * q)


def cross_entropy_backward(logits, targets, weight=None, ignore_index=-100, label_smoothing=0.0):
    _, e, total, q = _terms(logits, targets, weight, ignore_index, label_smoothing)
    return e / total * q.sum(axis=1, keepdims=True) - q
