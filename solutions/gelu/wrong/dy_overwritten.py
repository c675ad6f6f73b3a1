"""
verdict = "WA"
caught_by = ["inputs_untouched", "standard_inputs_untouched"]
en = "The gradient is multiplied into dy, the caller's array."
zh = "直接在 dy 上做乘法，而 dy 是调用者的数组。"
"""

import math

import numpy as np

erf = np.frompyfunc(math.erf, 1, 1)
C, A = math.sqrt(2 / math.pi), 0.044715


def share(x, approximate):
    x = np.clip(x, -20, 20)
    if approximate == "tanh":
        t = np.tanh(C * (x + A * x**3))
        return (1 + t) / 2, (1 - t**2) / 2 * C * (1 + 3 * A * x**2)
    return (1 + erf(x / math.sqrt(2)).astype(x.dtype)) / 2, np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)


def gelu(x, approximate="none"):
    return x * share(x, approximate)[0]


def gelu_backward(dy, x, approximate="none"):
    p, slope = share(x, approximate)
    dy *= p + np.clip(x, -20, 20) * slope
    return dy.copy()
