"""
verdict = "WA"
caught_by = ["negative", "negative_unpadded", "huge_negative"]
en = "The search for the maximum starts at 0, so where all values are negative, the result is 0 and the window's first cell gets the gradient."
zh = "寻找最大值时从 0 开始比较，于是全为负数时结果是 0，梯度给了窗口的第一个格子。"
"""

import numpy as np


def best(x, n, c, i, j, kernel_size, stride, padding):
    top, left = max(i * stride[0] - padding[0], 0), max(j * stride[1] - padding[1], 0)
    value, row, column = 0.0, top, left
    for r in range(top, min(i * stride[0] - padding[0] + kernel_size[0], x.shape[2])):
        for s in range(left, min(j * stride[1] - padding[1] + kernel_size[1], x.shape[3])):
            if x[n, c, r, s] > value:
                value, row, column = x[n, c, r, s], r, s
    return value, row, column


def max_pool2d(x, kernel_size, stride=None, padding=(0, 0)):
    stride = stride or kernel_size
    oh, ow = ((x.shape[2 + a] + 2 * padding[a] - kernel_size[a]) // stride[a] + 1 for a in (0, 1))
    y = np.zeros((*x.shape[:2], oh, ow))
    for index in np.ndindex(y.shape):
        y[index] = best(x, *index, kernel_size, stride, padding)[0]
    return y


def max_pool2d_backward(dy, x, kernel_size, stride=None, padding=(0, 0)):
    stride = stride or kernel_size
    dx = np.zeros_like(x)
    for n, c, i, j in np.ndindex(dy.shape):
        _, row, column = best(x, n, c, i, j, kernel_size, stride, padding)
        dx[n, c, row, column] += dy[n, c, i, j]
    return dx
