"""
verdict = "WA"
caught_by = ["forward", "dtype"]
en = "The share is computed in float32, for float64 too: half of the digits are lost."
zh = "即使输入是 float64，比例也用 float32 计算：丢掉了一半的有效数字。"
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
    return (x * share(np.clip(x, -99, 99).astype(np.float32), approximate)[0]).astype(x.dtype)


def gelu_backward(dy, x, approximate="none"):
    p, slope = share(x, approximate)
    return dy * (p + np.clip(x, -20, 20) * slope)
