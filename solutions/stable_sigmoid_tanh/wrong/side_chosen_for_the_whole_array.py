"""
verdict = "RTE"
caught_by = ["mixed_signs", "empty"]
en = "One formula is chosen for the whole array by the sign of its largest element: elements of the other sign overflow."
zh = "按最大元素的符号为整个数组选一个公式：另一种符号的元素会溢出。"
"""

import numpy as np


def sigmoid(x):
    if x.max() <= 0:
        e = np.exp(x)
        return e / (1 + e)
    if x.min() >= 0:
        return 1 / (1 + np.exp(-x))
    e = np.exp(x)
    return e / (1 + e)

def sigmoid_backward(dy, x):
    return dy * sigmoid(x) * sigmoid(-x)

def tanh(x):
    return 2 * sigmoid(2 * x) - 1

def tanh_backward(dy, x):
    return 4 * sigmoid_backward(dy, 2 * x)
