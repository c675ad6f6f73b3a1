"""
verdict = "WA"
caught_by = ["dtype", "standard_dtype_kept"]
en = "np.vectorize returns float64, and with it y is float64 whatever the dtype of x is."
zh = "np.vectorize 返回 float64，于是无论 x 是什么 dtype，y 都是 float64。"
"""

import math

import numpy as np

erf = np.vectorize(math.erf, otypes=[float])
C, A = math.sqrt(2 / math.pi), 0.044715


def share(x, approximate):
    x = np.clip(x, -20, 20)
    if approximate == "tanh":
        t = np.tanh(C * (x + A * x**3))
        return (1 + t) / 2, (1 - t**2) / 2 * C * (1 + 3 * A * x**2)
    return (1 + erf(x / math.sqrt(2))) / 2, np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)


def gelu(x, approximate="none"):
    return x * share(x, approximate)[0]


def gelu_backward(dy, x, approximate="none"):
    p, slope = share(x, approximate)
    return dy * (p + np.clip(x, -20, 20) * slope)
