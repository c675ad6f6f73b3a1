import numpy as np


def _two(logits):
    """Log-probabilities of no and yes, as of a classifier with the logits 0 and x."""
    z = np.stack([np.zeros_like(logits), logits])
    m = z.max(axis=0)
    z = z - m
    rest = np.log1p(np.exp(z.min(axis=0)))
    return z[0] - rest, z[1] - rest


def bce_with_logits(logits, targets, pos_weight=None):
    log_no, log_yes = _two(logits)
    w = np.ones(1, logits.dtype) if pos_weight is None else pos_weight
    return np.mean(-(w * targets) * log_yes - (1 - targets) * log_no)


def bce_with_logits_backward(logits, targets, pos_weight=None):
    log_no, log_yes = _two(logits)
    w = np.ones(1, logits.dtype) if pos_weight is None else pos_weight
    return ((1 - targets) * np.exp(log_yes) - (w * targets) * np.exp(log_no)) / logits.size
