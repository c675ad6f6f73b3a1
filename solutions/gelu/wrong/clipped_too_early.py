"""
verdict = "WA"
caught_by = ["whole_range"]
en = "The share is taken as 0 or 1 beyond 3, where it is still off by more than a thousandth."
zh = "超过 3 就把比例当作 0 或 1，而那里的误差还有千分之一以上。"
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
    return np.where(x > 3, x, np.where(x < -3, 0, x * share(x, approximate)[0]))


def gelu_backward(dy, x, approximate="none"):
    p, slope = share(x, approximate)
    return dy * (p + np.clip(x, -20, 20) * slope)
