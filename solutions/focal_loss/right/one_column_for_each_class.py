import numpy as np


def _forward(logits, targets):
    """The others' probabilities, and p, 1 - p, log p of the targets, all with two axes and in float64."""
    x = logits.astype(np.float64)
    hot = targets[:, None] == np.arange(x.shape[1])
    e = np.exp(x - x.max(axis=1, keepdims=True))
    total = e.sum(axis=1, keepdims=True)
    others = np.where(hot, 0.0, e) / total
    q = others.sum(axis=1, keepdims=True)
    p = np.where(hot, e, 0.0).sum(axis=1, keepdims=True) / total
    z = np.where(hot, x, -np.inf).max(axis=1, keepdims=True, initial=-np.inf)
    far = z - x.max(axis=1, keepdims=True) - np.log(total)
    log_p = np.where(q < 0.5, np.log1p(-np.minimum(q, 0.5)), far)
    return hot, others, p, q, log_p


def _weights(logits, targets, alpha):
    if alpha is None:
        return np.ones((len(targets), 1))
    return alpha.astype(np.float64)[targets][:, None]


def focal_loss(logits, targets, gamma=2.0, alpha=None):
    if len(targets) == 0:
        return 0.0
    _, _, _, q, log_p = _forward(logits, targets)
    return float(np.mean(-_weights(logits, targets, alpha) * np.power(q, gamma) * log_p))


def focal_loss_backward(logits, targets, gamma=2.0, alpha=None):
    if len(targets) == 0:
        return np.zeros_like(logits)
    hot, others, p, q, log_p = _forward(logits, targets)
    safe = np.where(q > 0, q, 1.0)
    dlog_p = gamma * p * np.power(safe, gamma - 1) * log_p - np.power(q, gamma)
    grad = np.where(hot, q * dlog_p, -others * dlog_p)
    return (grad * _weights(logits, targets, alpha) / len(targets)).astype(logits.dtype)
