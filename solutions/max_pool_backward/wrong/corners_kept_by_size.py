"""
verdict = "WA"
caught_by = ["equal_sizes"]
en = "The corners of the windows are kept by the sizes of image and result, as if these said what stride and padding are."
zh = "窗口的角按图像与结果的大小保存，仿佛由大小就能知道步长和填充。"
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


_corners = {}


def max_pool2d_backward(dy, x, kernel_size, stride=None, padding=(0, 0)):
    (sh, sw), (ph, pw) = stride or kernel_size, padding
    first = windows(x, kernel_size, stride, padding).argmax(axis=-1)  # of equal maxima, argmax takes the first
    down, right = np.divmod(first, kernel_size[1])
    n, c, i, j = np.indices(dy.shape)
    top, left = _corners.setdefault((x.shape, dy.shape, kernel_size), (i * sh - ph, j * sw - pw))
    dx = np.zeros_like(x)
    np.add.at(dx, (n, c, top + down, left + right), dy)  # += would add repeated cells only once
    return dx
