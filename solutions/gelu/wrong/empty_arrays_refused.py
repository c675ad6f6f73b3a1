"""
verdict = "RTE"
caught_by = ["empty"]
en = "np.vectorize is not told the type of its results, and refuses an empty array."
zh = "np.vectorize 没有指明结果的类型，遇到空数组就会报错。"
"""

import math

import numpy as np

erf = np.vectorize(math.erf)
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
    return dy * (p + np.clip(x, -20, 20) * slope)
