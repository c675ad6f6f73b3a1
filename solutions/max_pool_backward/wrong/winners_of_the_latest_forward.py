"""
verdict = "WA"
caught_by = ["standard_any_order_of_calls"]
en = "The forward pass keeps the winners, and backward uses them where the shapes agree: they may belong to another x."
zh = "前向把胜者的位置存下来，形状相符时反向就拿来用：它们可能属于另一个 x。"
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

_latest = {}


def windows(x, kernel_size, stride, padding):
    """The values of every window, row by row: (N, C, OH, OW, KH * KW)."""
    (sh, sw), (ph, pw) = stride or kernel_size, padding
    padded = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)), constant_values=-np.inf)  # -inf never wins
    views = sliding_window_view(padded, kernel_size, axis=(2, 3))[:, :, ::sh, ::sw]
    return views.reshape(*views.shape[:4], -1)


def max_pool2d(x, kernel_size, stride=None, padding=(0, 0)):
    values = windows(x, kernel_size, stride, padding)
    _latest["first"] = values.argmax(axis=-1), kernel_size
    return values.max(axis=-1)


def max_pool2d_backward(dy, x, kernel_size, stride=None, padding=(0, 0)):
    (sh, sw), (ph, pw) = stride or kernel_size, padding
    first = windows(x, kernel_size, stride, padding).argmax(axis=-1)  # of equal maxima, argmax takes the first
    kept, kernel = _latest.get("first", (first, kernel_size))
    if kept.shape == first.shape and kernel == kernel_size:
        first = kept
    down, right = np.divmod(first, kernel_size[1])
    n, c, i, j = np.indices(dy.shape)
    dx = np.zeros_like(x)
    np.add.at(dx, (n, c, i * sh - ph + down, j * sw - pw + right), dy)  # += would add repeated cells only once
    return dx
