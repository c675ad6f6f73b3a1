"""
verdict = "WA"
caught_by = ["most_negative"]
en = "The padding is the most negative finite number. A cell of the image that is just as small ties with it, and the padding, which comes first, takes the gradient away."
zh = "填充用的是最小的有限浮点数。图像中同样小的格子会与它相等，而排在前面的填充就拿走了梯度。"
"""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view


def windows(x, kernel_size, stride, padding):
    """The values of every window, row by row: (N, C, OH, OW, KH * KW)."""
    (sh, sw), (ph, pw) = stride or kernel_size, padding
    padded = np.pad(x, ((0, 0), (0, 0), (ph, ph), (pw, pw)), constant_values=np.finfo(np.float64).min)
    views = sliding_window_view(padded, kernel_size, axis=(2, 3))[:, :, ::sh, ::sw]
    return views.reshape(*views.shape[:4], -1)


def max_pool2d(x, kernel_size, stride=None, padding=(0, 0)):
    return windows(x, kernel_size, stride, padding).max(axis=-1)


def max_pool2d_backward(dy, x, kernel_size, stride=None, padding=(0, 0)):
    (sh, sw), (ph, pw) = stride or kernel_size, padding
    first = windows(x, kernel_size, stride, padding).argmax(axis=-1)  # of equal maxima, argmax takes the first
    down, right = np.divmod(first, kernel_size[1])
    n, c, i, j = np.indices(dy.shape)
    dx = np.zeros((*x.shape[:2], x.shape[2] + 2 * ph, x.shape[3] + 2 * pw))
    np.add.at(dx, (n, c, i * sh + down, j * sw + right), dy)  # += would add repeated cells only once
    return dx[:, :, ph : ph + x.shape[2], pw : pw + x.shape[3]]
