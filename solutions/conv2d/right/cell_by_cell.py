from itertools import product

import numpy as np


class _Geometry:
    def __init__(self, x, w, stride, padding, dilation, groups):
        both = lambda v: v if isinstance(v, tuple) else (v, v)
        (self.sh, self.sw), (self.ph, self.pw), (self.dh, self.dw) = map(both, (stride, padding, dilation))
        self.kh, self.kw = w.shape[2:]
        self.h, self.w = x.shape[2:]
        self.oh = 1 + (self.h + 2 * self.ph - self.dh * (self.kh - 1) - 1) // self.sh
        self.ow = 1 + (self.w + 2 * self.pw - self.dw * (self.kw - 1) - 1) // self.sw

    def taps(self):
        for i, j in product(range(self.oh), range(self.ow)):
            for u, v in product(range(self.kh), range(self.kw)):
                r, c = i * self.sh + u * self.dh - self.ph, j * self.sw + v * self.dw - self.pw
                if 0 <= r < self.h and 0 <= c < self.w:
                    yield i, j, u, v, r, c


def conv2d_forward(x, w, b, stride=1, padding=0, dilation=1, groups=1):
    geo = _Geometry(x, w, stride, padding, dilation, groups)
    y = np.broadcast_to(b[:, None, None], (len(x), len(b), geo.oh, geo.ow)).copy()
    ys = np.split(y, groups, axis=1)
    for y_, x_, w_ in zip(ys, np.split(x, groups, axis=1), np.split(w, groups)):
        for i, j, u, v, r, c in geo.taps():
            y_[:, :, i, j] += x_[:, :, r, c] @ w_[:, :, u, v].T
    return y


def conv2d_backward(dy, x, w, stride=1, padding=0, dilation=1, groups=1):
    geo = _Geometry(x, w, stride, padding, dilation, groups)
    dx, dw = np.zeros_like(x), np.zeros_like(w)
    for dy_, x_, w_, dx_, dw_ in zip(*(np.split(a, groups, axis=k) for a, k in ((dy, 1), (x, 1), (w, 0), (dx, 1), (dw, 0)))):
        for i, j, u, v, r, c in geo.taps():
            dw_[:, :, u, v] += dy_[:, :, i, j].T @ x_[:, :, r, c]
            dx_[:, :, r, c] += dy_[:, :, i, j] @ w_[:, :, u, v]
    return dx, dw, dy.sum((0, 2, 3))
