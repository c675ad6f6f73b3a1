"""
verdict = "RTE"
caught_by = ["never_overflows"]
en = "np.where picks the right formula, but both are computed for all elements, and the one that is not picked overflows."
zh = "np.where 选对了公式，但两个公式都对所有元素计算了一遍，没被选中的那个照样溢出。"
"""

import numpy as np


def sigmoid(z):
    return np.where(z >= 0, 1 / (1 + np.exp(-z)), np.exp(z) / (1 + np.exp(z)))


def swish(x, beta=1.0):
    return x * sigmoid(beta * x)


def swish_backward(dy, x, beta=1.0):
    z = beta * x
    s, t = sigmoid(z), sigmoid(-z)
    return dy * s * (1 + z * t), float(np.sum(dy * (x * s) * (x * t)))
