import math

import numpy as np


def _samples(logits, targets, weight, ignore_index, label_smoothing):
    """(row, log p, q) of each sample that counts, in Python numbers; q is divided by the total weight."""
    classes = logits.shape[1]
    w = [1.0] * classes if weight is None else weight.tolist()
    rows = [i for i, t in enumerate(targets.tolist()) if t != ignore_index]
    total = sum(w[targets[i]] for i in rows)
    if total == 0:
        return
    for i in rows:
        z = logits[i].tolist()
        largest = max(z)
        log_sum = math.log(sum(math.exp(v - largest) for v in z))
        log_p = [v - largest - log_sum for v in z]
        q = [w[c] * label_smoothing / classes / total for c in range(classes)]
        q[targets[i]] += w[targets[i]] * (1 - label_smoothing) / total
        yield i, log_p, q


def cross_entropy(logits, targets, weight=None, ignore_index=-100, label_smoothing=0.0):
    loss = 0.0
    for _, log_p, q in _samples(logits, targets, weight, ignore_index, label_smoothing):
        for a, b in zip(q, log_p):
            if a > 0:
                loss -= a * b
    return loss


def cross_entropy_backward(logits, targets, weight=None, ignore_index=-100, label_smoothing=0.0):
    dlogits = np.zeros(logits.shape, dtype=logits.dtype)
    for i, log_p, q in _samples(logits, targets, weight, ignore_index, label_smoothing):
        share = sum(q)
        dlogits[i] = [math.exp(b) * share - a for a, b in zip(q, log_p)]
    return dlogits
