"""
verdict = "WA"
caught_by = ["example", "forms_differ"]
en = "The form is remembered from one call to the next instead of being taken from the argument."
zh = "形式是从上一次调用记下来的，而不是取自参数。"
"""

import math

import numpy as np

erf = np.frompyfunc(math.erf, 1, 1)
C, A = math.sqrt(2 / math.pi), 0.044715
_form = []


def share(x, approximate):
    x = np.clip(x, -20, 20)
    if approximate == "tanh":
        t = np.tanh(C * (x + A * x**3))
        return (1 + t) / 2, (1 - t**2) / 2 * C * (1 + 3 * A * x**2)
    return (1 + erf(x / math.sqrt(2)).astype(x.dtype)) / 2, np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)


def gelu(x, approximate="none"):
    _form[:] = _form or [approximate]
    return x * share(x, approximate)[0]


def gelu_backward(dy, x, approximate="none"):
    p, slope = share(x, (_form or [approximate])[0])
    return dy * (p + np.clip(x, -20, 20) * slope)
