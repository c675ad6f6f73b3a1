"""
verdict = "RTE"
caught_by = ["strict", "never_overflows"]
en = "np.where picks the right formula, but both formulas are computed for all elements, and the one that is not picked overflows."
zh = "np.where 选对了公式，但两个公式都对所有元素计算了一遍，没被选中的那个照样溢出。"
"""

import numpy as np


def sigmoid(x):
    return np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))

def sigmoid_backward(dy, x):
    return dy * sigmoid(x) * sigmoid(-x)

def tanh(x):
    return 2 * sigmoid(2 * x) - 1

def tanh_backward(dy, x):
    return 4 * sigmoid_backward(dy, 2 * x)
