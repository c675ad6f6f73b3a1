import numpy as np


def attention_backward(dy, q, k, v, mask=None):
    root = np.sqrt(np.array(q.shape[-1], dtype=q.dtype))
    scores = np.einsum("...id,...jd->...ij", q, k) / root
    allowed = np.ones(scores.shape, dtype=bool) if mask is None else np.broadcast_to(mask, scores.shape)
    shifted = scores - np.where(allowed, scores, np.finfo(q.dtype).min).max(axis=-1, keepdims=True)
    e = np.where(allowed, np.exp(np.minimum(shifted, 0)), 0)
    w = (e / np.maximum(e.sum(axis=-1, keepdims=True), np.finfo(q.dtype).tiny)).astype(q.dtype)
    dw = np.einsum("...id,...jd->...ij", dy, v)
    ds = w * dw - w * np.einsum("...ij,...ij->...i", w, dw)[..., None]
    ds = ds / root
    return (
        np.einsum("...ij,...jd->...id", ds, k),
        np.einsum("...ij,...id->...jd", ds, q),
        np.einsum("...ij,...id->...jd", w, dy),
    )
