import numpy as np


def _log_softmax(x):
    m = np.maximum.reduce(x, axis=1)[:, np.newaxis]
    return (x - m) - np.log(np.add.reduce(np.exp(x - m), axis=1))[:, np.newaxis]


def _weights(logits, weight):
    return np.ones(logits.shape[1]) if weight is None else np.asarray(weight, dtype=float)


def cross_entropy(logits, targets, weight=None, ignore_index=-100, label_smoothing=0.0):
    w = _weights(logits, weight)
    loss, mass = 0.0, 0.0
    for c in range(logits.shape[1]):
        if c == ignore_index:
            continue
        log_p = _log_softmax(logits[targets == c])
        mass += w[c] * len(log_p)
        loss -= w[c] * (1 - label_smoothing) * log_p[:, c].sum()
        if label_smoothing:
            loss -= label_smoothing / logits.shape[1] * (log_p * w).sum()
    return loss / mass if mass else 0.0


def cross_entropy_backward(logits, targets, weight=None, ignore_index=-100, label_smoothing=0.0):
    w = _weights(logits, weight)
    grad, mass = np.zeros(logits.shape), 0.0
    for c in range(logits.shape[1]):
        if c == ignore_index:
            continue
        at = targets == c
        q = label_smoothing / logits.shape[1] * w
        q[c] += w[c] * (1 - label_smoothing)
        grad[at] = np.exp(_log_softmax(logits[at])) * q.sum() - q
        mass += w[c] * at.sum()
    return (grad / mass if mass else np.zeros(logits.shape)).astype(logits.dtype)
