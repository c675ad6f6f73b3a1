"""
verdict = "WA"
caught_by = ["example", "forward"]
en = "GELU is approximated by x · sigmoid(1.702 x). That is a third form, which was not asked for."
zh = "用 x · sigmoid(1.702 x) 来近似 GELU。那是第三种形式，题目并没有要求。"
"""

import math

import numpy as np

erf = np.frompyfunc(math.erf, 1, 1)
C, A = math.sqrt(2 / math.pi), 0.044715


def share(x, approximate):
    x = np.clip(x, -20, 20)
    if approximate == "tanh":
        t = np.tanh(0.851 * x)
        return (1 + t) / 2, (1 - t**2) / 2 * 0.851
    return (1 + erf(x / math.sqrt(2)).astype(x.dtype)) / 2, np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)


def gelu(x, approximate="none"):
    return x * share(x, approximate)[0]


def gelu_backward(dy, x, approximate="none"):
    p, slope = share(x, approximate)
    return dy * (p + np.clip(x, -20, 20) * slope)
