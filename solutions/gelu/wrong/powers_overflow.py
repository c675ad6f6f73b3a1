"""
verdict = "WA"
caught_by = ["far_out"]
en = "The powers of x are taken of x as it comes. In float32 they become infinite, meet a factor 0 in the derivative, and leave nan."
zh = "直接对 x 求幂。float32 下幂会变成无穷大，在导数里与 0 相乘，得到 nan。"
"""

import math

import numpy as np

erf = np.frompyfunc(math.erf, 1, 1)
C, A = math.sqrt(2 / math.pi), 0.044715


def share(x, approximate):
    x = x[...]
    if approximate == "tanh":
        t = np.tanh(C * (x + A * x**3))
        return (1 + t) / 2, (1 - t**2) / 2 * C * (1 + 3 * A * x**2)
    return (1 + erf(x / math.sqrt(2)).astype(x.dtype)) / 2, np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)


def gelu(x, approximate="none"):
    return x * share(x, approximate)[0]


def gelu_backward(dy, x, approximate="none"):
    p, slope = share(x, approximate)
    return dy * (p + x * slope)
