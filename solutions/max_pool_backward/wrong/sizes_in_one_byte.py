"""
verdict = "WA"
caught_by = ["long_images"]
en = "The numbers of windows are kept in 8 bits: beyond 255 they start again from 0."
zh = "窗口的个数存在 8 位整数里：超过 255 就从 0 重新开始。"
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
    y = windows(x, kernel_size, stride, padding).max(axis=-1)
    rows, columns = np.array(y.shape[2:]).astype(np.uint8)
    return y[:, :, :rows, :columns]


def max_pool2d_backward(dy, x, kernel_size, stride=None, padding=(0, 0)):
    (sh, sw), (ph, pw) = stride or kernel_size, padding
    first = windows(x, kernel_size, stride, padding).argmax(axis=-1)  # of equal maxima, argmax takes the first
    down, right = np.divmod(first, kernel_size[1])
    n, c, i, j = np.indices(dy.shape)
    dx = np.zeros_like(x)
    np.add.at(dx, (n, c, i * sh - ph + down, j * sw - pw + right), dy)  # += would add repeated cells only once
    return dx
