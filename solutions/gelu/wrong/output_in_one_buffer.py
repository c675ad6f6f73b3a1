"""
verdict = "WA"
caught_by = ["standard_new_arrays"]
en = "All calls for one shape fill and return the same array, so the next call overwrites the last answer."
zh = "同一形状的调用都填写并返回同一个数组，于是后一次调用覆盖了前一次的结果。"
"""

import math

import numpy as np

erf = np.frompyfunc(math.erf, 1, 1)
C, A = math.sqrt(2 / math.pi), 0.044715
_buffers = {}


def share(x, approximate):
    x = np.clip(x, -20, 20)
    if approximate == "tanh":
        t = np.tanh(C * (x + A * x**3))
        return (1 + t) / 2, (1 - t**2) / 2 * C * (1 + 3 * A * x**2)
    return (1 + erf(x / math.sqrt(2)).astype(x.dtype)) / 2, np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)


def gelu(x, approximate="none"):
    out = _buffers.setdefault((x.shape, x.dtype), np.empty_like(x))
    out[...] = x * share(x, approximate)[0]
    return out


def gelu_backward(dy, x, approximate="none"):
    p, slope = share(x, approximate)
    return dy * (p + np.clip(x, -20, 20) * slope)
