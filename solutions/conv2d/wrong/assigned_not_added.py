"""
verdict = "WA"
caught_by = ["backward", "central_differences", "together_backward"]
en = "dx is assigned where it should be added to. A pixel that several windows and kernels share keeps only what was written last."
zh = "对 dx 用了赋值而不是累加。被多个窗口、多个卷积核共享的像素只留下了最后一次写入的梯度。"
"""

import numpy as np


def as_pair(value):
    try:
        a, b = value
    except TypeError:
        a = b = value
    return a, b


def windows(x, w, stride, padding, dilation, groups):
    """Yield f, i, j and where the window of output (f, i, j) lies in the padded image."""
    (sh, sw), (ph, pw), (dh, dw) = as_pair(stride), as_pair(padding), as_pair(dilation)
    n_filters, channels, kh, kw = w.shape
    span_h, span_w = dh * (kh - 1) + 1, dw * (kw - 1) + 1
    per_group = n_filters // groups
    for f in range(n_filters):
        c = f // per_group * channels
        for i, top in enumerate(range(0, x.shape[2] + 2 * ph - span_h + 1, sh)):
            for j, left in enumerate(range(0, x.shape[3] + 2 * pw - span_w + 1, sw)):
                yield f, i, j, np.s_[:, c : c + channels, top : top + span_h : dh, left : left + span_w : dw]


def padded(x, padding):
    ph, pw = as_pair(padding)
    out = np.zeros((x.shape[0], x.shape[1], x.shape[2] + 2 * ph, x.shape[3] + 2 * pw))
    out[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]] = x
    return out


def conv2d_forward(x, w, b, stride=1, padding=0, dilation=1, groups=1):
    xp = padded(x, padding)
    values = {}
    for f, i, j, where in windows(x, w, stride, padding, dilation, groups):
        values[f, i, j] = [np.sum(patch * w[f]) + b[f] for patch in xp[where]]
    last = max(values)
    y = np.empty((x.shape[0], last[0] + 1, last[1] + 1, last[2] + 1))
    for (f, i, j), column in values.items():
        y[:, f, i, j] = column
    return y


def conv2d_backward(dy, x, w, stride=1, padding=0, dilation=1, groups=1):
    xp = padded(x, padding)
    dxp, dw, db = np.zeros(xp.shape), np.zeros(w.shape), np.zeros(w.shape[0])
    for f, i, j, where in windows(x, w, stride, padding, dilation, groups):
        for n in range(x.shape[0]):
            db[f] += dy[n, f, i, j]
            dw[f] += dy[n, f, i, j] * xp[where][n]
            dxp[where][n] = dy[n, f, i, j] * w[f]
    ph, pw = as_pair(padding)
    return [dxp[:, :, ph : dxp.shape[2] - ph, pw : dxp.shape[3] - pw], dw, db]
