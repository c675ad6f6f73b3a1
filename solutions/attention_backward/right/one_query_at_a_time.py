import numpy as np


def attention_backward(dy, q, k, v, mask=None):
    n, m, size = q.shape[-2], k.shape[-2], q.shape[-1]
    allowed = np.ones((*q.shape[:-1], m), dtype=bool)
    if mask is not None:
        allowed &= mask
    dq, dk, dv = np.zeros(q.shape, q.dtype), np.zeros(k.shape, q.dtype), np.zeros(v.shape, q.dtype)
    for at in np.ndindex(q.shape[:-2]):
        for i in range(n):
            keys = np.nonzero(allowed[at][i])[0]
            if keys.size == 0:
                continue
            s = k[at][keys] @ q[at][i] / size**0.5
            w = np.exp(s - s.max())
            w /= w.sum()
            dw = v[at][keys] @ dy[at][i]
            ds = w * (dw - w @ dw) / size**0.5
            dq[at][i] = ds @ k[at][keys]
            dk[at][keys] += ds[:, None] * q[at][i]
            dv[at][keys] += w[:, None] * dy[at][i]
    return dq, dk, dv
