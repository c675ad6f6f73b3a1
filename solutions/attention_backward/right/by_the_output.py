import numpy as np


def attention_backward(dy, q, k, v, mask=None):
    """The sum that the softmax subtracts is dy · y, as in FlashAttention."""
    scale = q.dtype.type(q.shape[-1]) ** -0.5
    scores = (q * scale) @ np.swapaxes(k, -1, -2)
    allowed = np.broadcast_to(True if mask is None else mask, scores.shape)
    top = np.max(scores, axis=-1, keepdims=True, where=allowed, initial=np.finfo(scores.dtype).min)
    weights = np.exp(np.where(allowed, scores - top, -np.inf))
    total = weights.sum(axis=-1, keepdims=True)
    total[total == 0] = 1
    weights /= total
    y = weights @ v
    delta = (dy * y).sum(axis=-1, keepdims=True)
    dscores = weights * (dy @ np.swapaxes(v, -1, -2) - delta) * scale
    transposed = np.swapaxes(dscores, -1, -2)
    return dscores @ k, transposed @ q, np.swapaxes(weights, -1, -2) @ dy
