import math

import numpy as np


def _elements(logits, targets, pos_weight):
    w = np.broadcast_to(1.0 if pos_weight is None else pos_weight, logits.shape)
    return zip(logits.ravel().tolist(), targets.ravel().tolist(), w.ravel().tolist())


def bce_with_logits(logits, targets, pos_weight=None):
    losses = []
    for x, y, w in _elements(logits, targets, pos_weight):
        rest = math.log1p(math.exp(-abs(x)))
        if x >= 0:
            losses.append(w * y * rest + (1 - y) * (x + rest))
        else:
            losses.append(w * y * (rest - x) + (1 - y) * rest)
    return math.fsum(losses) / len(losses)


def bce_with_logits_backward(logits, targets, pos_weight=None):
    gradients = []
    for x, y, w in _elements(logits, targets, pos_weight):
        u = math.exp(-abs(x))
        p, q = (1 / (1 + u), u / (1 + u)) if x >= 0 else (u / (1 + u), 1 / (1 + u))
        gradients.append(((1 - y) * p - w * y * q) / logits.size)
    return np.array(gradients, dtype=logits.dtype).reshape(logits.shape)
