"""
verdict = "WA"
caught_by = ["inputs_untouched", "standard_inputs_untouched"]
en = "Once the winners are known, the memory of x is used again to gather dx: the caller's x is overwritten."
zh = "求出胜者之后，又拿 x 的内存来累加 dx：调用者的 x 被改写了。"
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
    first = windows(x, kernel_size, stride, padding).argmax(axis=-1)  # of equal maxima, argmax takes the first
    down, right = np.divmod(first, kernel_size[1])
    n, c, i, j = np.indices(dy.shape)
    dx = x
    dx.fill(0.0)
    np.add.at(dx, (n, c, i * sh - ph + down, j * sw - pw + right), dy)  # += would add repeated cells only once
    return dx
