"""
verdict = "RTE"
caught_by = ["forward_stride_padding", "remainder"]
en = "The output size is rounded up: a last, incomplete window is added for the remaining rows and columns."
zh = "输出尺寸向上取整：为剩余的行和列多加了一个不完整的窗口。"
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def windows(x, kernel_size, stride, padding):
    """The values of every window, row by row: (N, C, OH, OW, KH * KW)."""
    (sh, sw), (ph, pw) = stride or kernel_size, padding
    missing = [-(x.shape[2 + a] + 2 * padding[a] - kernel_size[a]) % (sh, sw)[a] for a in (0, 1)]
    padded = np.pad(x, ((0, 0), (0, 0), (ph, ph + missing[0]), (pw, pw + missing[1])), constant_values=-np.inf)
    views = sliding_window_view(padded, kernel_size, axis=(2, 3))[:, :, ::sh, ::sw]
    return views.reshape(*views.shape[:4], -1)


def max_pool2d(x, kernel_size, stride=None, padding=(0, 0)):
    return windows(x, kernel_size, stride, padding).max(axis=-1)


def max_pool2d_backward(dy, x, kernel_size, stride=None, padding=(0, 0)):
    (sh, sw), (ph, pw) = stride or kernel_size, padding
    first = windows(x, kernel_size, stride, padding).argmax(axis=-1)  # of equal maxima, argmax takes the first
    down, right = np.divmod(first, kernel_size[1])
    n, c, i, j = np.indices(dy.shape)
    dx = np.zeros_like(x)
    np.add.at(dx, (n, c, i * sh - ph + down, j * sw - pw + right), dy)  # += would add repeated cells only once
    return dx
