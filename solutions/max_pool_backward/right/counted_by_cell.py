import numpy as np


def _flat_winners(x, kernel_size, stride, padding):
    kh, kw = kernel_size
    sh, sw = kernel_size if stride is None else stride
    ph, pw = padding
    n, c, h, w = x.shape
    oh, ow = (h + 2 * ph - kh) // sh + 1, (w + 2 * pw - kw) // sw + 1
    best = np.full((n, c, oh, ow), -np.inf)
    where = np.zeros((n, c, oh, ow), dtype=np.int64)
    for u in range(kh):
        for v in range(kw):
            r = np.arange(oh) * sh - ph + u
            s = np.arange(ow) * sw - pw + v
            ok = ((r >= 0) & (r < h))[:, None] & ((s >= 0) & (s < w))[None, :]
            rr, ss = np.clip(r, 0, h - 1), np.clip(s, 0, w - 1)
            cand = x[:, :, rr[:, None], ss[None, :]]
            better = ok & (cand > best)
            best = np.where(better, cand, best)
            where = np.where(better, rr[:, None] * w + ss[None, :], where)
    return best, where


def max_pool2d(x, kernel_size, stride=None, padding=(0, 0)):
    return _flat_winners(x, kernel_size, stride, padding)[0]


def max_pool2d_backward(dy, x, kernel_size, stride=None, padding=(0, 0)):
    n, c, h, w = x.shape
    where = _flat_winners(x, kernel_size, stride, padding)[1]
    planes = [np.bincount(k.ravel(), weights=g.ravel(), minlength=h * w) for k, g in zip(where.reshape(n * c, -1), dy.reshape(n * c, -1))]
    return np.array(planes).reshape(n, c, h, w)
