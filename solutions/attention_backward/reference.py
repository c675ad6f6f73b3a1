import math

import numpy as np


def attention_backward(dy, q, k, v, mask=None):
    root = math.sqrt(q.shape[-1])
    scores = q @ k.mT / root
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    # Where no key is left the maximum is -inf, and -inf - (-inf) would be NaN; any finite number will do.
    top = np.maximum(scores.max(axis=-1, keepdims=True), np.finfo(scores.dtype).min)
    e = np.exp(scores - top)
    total = e.sum(axis=-1, keepdims=True)
    weights = np.divide(e, total, out=np.zeros_like(e), where=total > 0)

    dv = weights.mT @ dy
    dweights = dy @ v.mT
    dscores = weights * (dweights - np.sum(weights * dweights, axis=-1, keepdims=True))
    return dscores @ k / root, dscores.mT @ q / root, dv
