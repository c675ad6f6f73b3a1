"""
verdict = "TLE"
caught_by = ["time"]
en = "The rows of the Jacobian are made one after the other. That saves memory, but the time still grows with the square of the length."
zh = "逐行生成雅可比矩阵。这样节省了内存，但时间仍然随长度的平方增长。"
"""

import numpy as np


def softmax_backward(dy, y, axis=-1):
    g, p = np.moveaxis(dy, axis, -1), np.moveaxis(y, axis, -1)
    dx = np.empty_like(p)
    for i in np.ndindex(p.shape[:-1]):
        for k in range(p.shape[-1]):
            row = -p[i] * p[i][k]
            row[k] += p[i][k]
            dx[i][k] = row @ g[i]
    return np.moveaxis(dx, -1, axis)
