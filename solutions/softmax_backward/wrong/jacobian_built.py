"""
verdict = "MLE"
caught_by = ["memory"]
en = "The whole Jacobian is built, n\u00b2 numbers for a slice of n. A long slice does not fit into memory."
zh = "构造了完整的雅可比矩阵，长度为 n 的切片需要 n² 个数，切片很长时内存放不下。"
"""

import numpy as np


def softmax_backward(dy, y, axis=-1):
    g, p = np.moveaxis(dy, axis, -1), np.moveaxis(y, axis, -1)
    dx = np.empty_like(p)
    for i in np.ndindex(p.shape[:-1]):
        jacobian = []
        for k, y_k in enumerate(p[i]):
            row = -y_k * p[i]
            row[k] += y_k
            jacobian.append(row)
        dx[i] = np.array(jacobian) @ g[i]
    return np.moveaxis(dx, -1, axis)
