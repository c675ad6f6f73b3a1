"""
verdict = "WA"
caught_by = ["jacobian", "single_entry"]
en = "A slice of one entry returns dy. Its softmax is 1 whatever x is, so the gradient is 0."
zh = "切片只有一个元素时直接返回 dy。无论 x 是什么，它的 softmax 都是 1，所以梯度是 0。"
"""

import numpy as np


def softmax_backward(dy, y, axis=-1):
    if y.shape[axis] == 1:
        return dy.copy()
    return y * (dy - np.sum(dy * y, axis=axis, keepdims=True))
