import numpy as np


def attention_backward(dy, q, k, v, mask=None):
    dtype = q.dtype
    dy, q, k, v = (np.asarray(a, dtype=np.longdouble) for a in (dy, q, k, v))
    scale = 1 / np.sqrt(np.longdouble(q.shape[-1]))
    scores = scale * (q @ k.swapaxes(-1, -2))
    if mask is not None:
        scores = np.where(mask, scores, -np.inf)
    nothing = np.isneginf(scores).all(axis=-1, keepdims=True)
    scores = np.where(nothing, 0, scores)
    w = np.exp(scores - scores.max(axis=-1, keepdims=True))
    w = np.where(nothing, 0, w / w.sum(axis=-1, keepdims=True))
    dw = dy @ v.swapaxes(-1, -2)
    centred = dw - (dw * w).sum(axis=-1)[..., None]
    ds = centred * w * scale
    return (ds @ k).astype(dtype), (ds.swapaxes(-1, -2) @ q).astype(dtype), (w.swapaxes(-1, -2) @ dy).astype(dtype)
