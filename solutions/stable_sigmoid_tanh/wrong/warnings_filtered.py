"""
verdict = "RTE"
caught_by = ["strict", "never_overflows"]
en = "The warning is filtered away with the warnings module. The overflow is still there, and a caller who has numpy raise gets an exception."
zh = "用 warnings 模块过滤掉了警告。溢出仍然存在，调用者若让 numpy 抛出异常，就会得到异常。"
"""

import warnings

import numpy as np

warnings.filterwarnings("ignore")


def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def sigmoid_backward(dy, x):
    return dy * sigmoid(x) * sigmoid(-x)

def tanh(x):
    return 2 * sigmoid(2 * x) - 1

def tanh_backward(dy, x):
    return 4 * sigmoid_backward(dy, 2 * x)
