"""
verdict = "WA"
caught_by = ["dtype", "standard_dtype_kept"]
en = "The result is float64 whatever the dtype of x is."
zh = "无论 x 是什么 dtype，结果总是 float64。"
"""

import numpy as np


def sigmoid(x):
    y = np.zeros(x.shape)
    positive = x >= 0
    y[positive] = 1 / (1 + np.exp(-x[positive]))
    y[~positive] = np.exp(x[~positive]) / (1 + np.exp(x[~positive]))
    return y

def sigmoid_backward(dy, x):
    return dy * sigmoid(x) * sigmoid(-x)

def tanh(x):
    return 2 * sigmoid(2 * x) - 1

def tanh_backward(dy, x):
    return 4 * sigmoid_backward(dy, 2 * x)
