"""
verdict = "WA"
caught_by = ["forward", "whole_range"]
en = "erf is computed by a rational formula that is right to seven digits. In float64 that is too few."
zh = "erf 用一个只有七位精度的有理式计算，对 float64 来说不够。"
"""

import math

import numpy as np

C, A = math.sqrt(2 / math.pi), 0.044715
POWERS = (0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429)


def erf(z):
    t = 1 / (1 + 0.3275911 * np.abs(z))
    return np.sign(z) * (1 - sum(a * t ** (i + 1) for i, a in enumerate(POWERS)) * np.exp(-(z**2)))


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
