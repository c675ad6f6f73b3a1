"""
verdict = "RV"
caught_by = []
en = "The normal distribution function comes from scipy, under another name. Ready-made parts of activations are forbidden under any name."
zh = "正态分布函数换了个名字取自 scipy。激活函数的现成部件无论叫什么名字都不允许使用。"
"""

import math

import numpy as np
from scipy.special import ndtr as erf_like

erf = np.frompyfunc(math.erf, 1, 1)
C, A = math.sqrt(2 / math.pi), 0.044715


def share(x, approximate):
    x = np.clip(x, -20, 20)
    if approximate == "tanh":
        t = np.tanh(C * (x + A * x**3))
        return (1 + t) / 2, (1 - t**2) / 2 * C * (1 + 3 * A * x**2)
    return erf_like(x), np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)


def gelu(x, approximate="none"):
    return x * share(x, approximate)[0]


def gelu_backward(dy, x, approximate="none"):
    p, slope = share(x, approximate)
    return dy * (p + np.clip(x, -20, 20) * slope)
