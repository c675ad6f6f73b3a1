import numpy as np


def pair(value):
    return (value, value) if np.isscalar(value) else tuple(value)


def spread(a, step):
    """Zeros between rows and between columns."""
    h, w = a.shape[2:]
    out = np.zeros((*a.shape[:2], (h - 1) * step[0] + 1, (w - 1) * step[1] + 1))
    out[:, :, :: step[0], :: step[1]] = a
    return out


def correlate(x, w):
    """Stride 1, no padding, no bias: the one place where anything is multiplied."""
    view = np.lib.stride_tricks.sliding_window_view(x, w.shape[2:], axis=(2, 3))
    return np.tensordot(view, w, axes=([1, 4, 5], [1, 2, 3])).transpose(0, 3, 1, 2)


def conv2d_forward(x, w, b, stride=1, padding=0, dilation=1, groups=1):
    (sh, sw), (ph, pw) = pair(stride), pair(padding)
    x = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    w = spread(w, pair(dilation))
    parts = zip(np.array_split(x, groups, axis=1), np.array_split(w, groups))
    return np.hstack([correlate(*part)[:, :, ::sh, ::sw] for part in parts]) + b[None, :, None, None]


def conv2d_backward(dy, x, w, stride=1, padding=0, dilation=1, groups=1):
    (ph, pw), (dh, dw_) = pair(padding), pair(dilation)
    xp = np.pad(x, [(0, 0), (0, 0), (ph, ph), (pw, pw)])
    kernel, d = spread(w, (dh, dw_)), spread(dy, pair(stride))
    kh, kw = kernel.shape[2:]
    # A remainder of rows and columns that no window reached: dy continued by zeros.
    d = np.pad(d, [(0, 0), (0, 0), (0, xp.shape[2] - kh + 1 - d.shape[2]), (0, xp.shape[3] - kw + 1 - d.shape[3])])
    around = np.pad(d, [(0, 0), (0, 0), (kh - 1, kh - 1), (kw - 1, kw - 1)])
    dx, dw = [], []
    for xs, ks, ds, full in zip(
        *(np.array_split(a, groups, axis=n) for a, n in ((xp, 1), (kernel, 0), (d, 1), (around, 1)))
    ):
        dx.append(correlate(full, ks[:, :, ::-1, ::-1].swapaxes(0, 1)))
        dw.append(correlate(xs.swapaxes(0, 1), ds.swapaxes(0, 1)).swapaxes(0, 1)[:, :, ::dh, ::dw_])
    dx = np.hstack(dx)[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]]
    return dx, np.vstack(dw), dy.sum((0, 2, 3))
