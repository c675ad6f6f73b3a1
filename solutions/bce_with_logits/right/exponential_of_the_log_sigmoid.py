import numpy as np


def _log_sigmoid(x):
    return np.minimum(x, 0) - np.log1p(np.exp(-np.abs(x)))


def bce_with_logits(logits, targets, pos_weight=None):
    terms = targets * _log_sigmoid(logits)
    if pos_weight is not None:
        terms = terms * pos_weight
    terms += (1 - targets) * _log_sigmoid(-logits)
    return -terms.mean()


def bce_with_logits_backward(logits, targets, pos_weight=None):
    d = -targets * np.exp(_log_sigmoid(-logits))
    if pos_weight is not None:
        d *= pos_weight
    d += (1 - targets) * np.exp(_log_sigmoid(logits))
    d /= d.size
    return d
