"""
verdict = "WA"
caught_by = ["ties", "ties_overlap", "row_major_ties", "constant_image"]
en = "Equal maxima share the gradient equally. It belongs, whole, to the first of them."
zh = "相等的最大值平分了梯度。梯度应当全部归第一个。"
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def windows(x, kernel_size, stride, padding):
    """The values of every window, row by row: (N, C, OH, OW, KH * KW)."""
    (sh, sw), (ph, pw) = stride or kernel_size, padding
    padded = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)), constant_values=-np.inf)  # -inf never wins
    views = sliding_window_view(padded, kernel_size, axis=(2, 3))[:, :, ::sh, ::sw]
    return views.reshape(*views.shape[:4], -1)


def max_pool2d(x, kernel_size, stride=None, padding=(0, 0)):
    return windows(x, kernel_size, stride, padding).max(axis=-1)


def max_pool2d_backward(dy, x, kernel_size, stride=None, padding=(0, 0)):
    (sh, sw), (ph, pw) = stride or kernel_size, padding
    values = windows(x, kernel_size, stride, padding)
    shares = values == values.max(axis=-1, keepdims=True)
    shares = shares / shares.sum(axis=-1, keepdims=True)
    n, c, h, w = x.shape
    dpadded = np.zeros((n, c, h + 2 * ph, w + 2 * pw))
    for place in range(values.shape[-1]):
        r, s = divmod(place, kernel_size[1])
        end_r, end_s = r + sh * (dy.shape[2] - 1) + 1, s + sw * (dy.shape[3] - 1) + 1
        dpadded[:, :, r:end_r:sh, s:end_s:sw] += shares[..., place] * dy
    return dpadded[:, :, ph : ph + h, pw : pw + w]
