"""
verdict = "RTE"
caught_by = ["strict", "never_overflows"]
en = "np.seterr at the top of the file silences the warning. The overflow is still there, and the caller's settings are what counts later."
zh = "在文件开头用 np.seterr 关掉了警告。溢出仍然存在，而之后起作用的是调用者的设置。"
"""

import numpy as np

np.seterr(all="ignore")

def sigmoid(x):
    return 1 / (1 + np.exp(-x))

def sigmoid_backward(dy, x):
    return dy * sigmoid(x) * sigmoid(-x)

def tanh(x):
    return 2 * sigmoid(2 * x) - 1

def tanh_backward(dy, x):
    return 4 * sigmoid_backward(dy, 2 * x)
