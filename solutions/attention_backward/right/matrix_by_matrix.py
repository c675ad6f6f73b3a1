import numpy as np


def backward(dy, q, k, v, allowed):
    root = float(np.sqrt(q.shape[1]))
    scores = q.dot(k.T) / root
    scores[~allowed] = -np.inf
    live = allowed.any(axis=1)
    w = np.zeros(scores.shape, dtype=q.dtype)
    e = np.exp(scores[live] - scores[live].max(axis=1)[:, None])
    w[live] = e / e.sum(axis=1)[:, None]
    dw = dy.dot(v.T)
    ds = w * (dw - np.array([a.dot(b) for a, b in zip(w, dw)], dtype=q.dtype)[:, None])
    return ds.dot(k) / root, ds.T.dot(q) / root, w.T.dot(dy)


def attention_backward(dy, q, k, v, mask=None):
    shape = (*q.shape[:-1], k.shape[-2])
    allowed = np.broadcast_to(np.bool_(True) if mask is None else mask, shape)
    gradients = [np.empty(a.shape, dtype=a.dtype) for a in (q, k, v)]
    for at in np.ndindex(shape[:-2]):
        for whole, part in zip(gradients, backward(dy[at], q[at], k[at], v[at], allowed[at])):
            whole[at] = part
    return tuple(gradients)
