import numpy as np


def _softplus(x):
    return np.where(x > 0, x + np.log1p(np.exp(-abs(x))), np.log1p(np.exp(np.minimum(x, 0))))


def _odds(logits, targets):
    """By deleting the target's column: log-odds against it, and the others' softmax."""
    n, classes = logits.shape
    keep = np.ones((n, classes), bool)
    keep[range(n), targets] = False
    rest = logits[keep].reshape(n, classes - 1)
    if classes == 1:
        return np.full(n, -np.inf, logits.dtype), rest, keep
    top = rest.max(axis=1, keepdims=True)
    top = np.where(np.isfinite(top), top, 0)
    e = np.exp(rest - top)
    total = e.sum(axis=1, keepdims=True)
    with np.errstate(all="ignore"):
        d = top[:, 0] - logits[~keep] + np.log(total)[:, 0]
    return d, np.divide(e, total, out=np.zeros_like(e), where=total > 0), keep


def _factors(targets, alpha, dtype):
    return np.ones(len(targets), dtype) if alpha is None else np.take(alpha, targets)


def focal_loss(logits, targets, gamma=2.0, alpha=None):
    if not targets.size:
        return 0
    d, _, _ = _odds(logits, targets)
    focus = 1 if gamma == 0 else np.exp(-gamma * _softplus(-d))
    return (_factors(targets, alpha, logits.dtype) * focus * _softplus(d)).mean()


def focal_loss_backward(logits, targets, gamma=2.0, alpha=None):
    n = len(targets)
    out = np.empty(logits.shape, logits.dtype)
    if n == 0:
        return out
    d, share, keep = _odds(logits, targets)
    q = np.exp(-_softplus(-d))
    focus = 1 if gamma == 0 else np.exp(-gamma * _softplus(-d))
    slope = _factors(targets, alpha, logits.dtype) / n * focus * (gamma * np.exp(-_softplus(d)) * _softplus(d) + q)
    out[~keep] = -slope
    out[keep] = (share * slope[:, None]).ravel()
    return out
