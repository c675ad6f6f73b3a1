import math

import numpy as np

erf = np.vectorize(math.erf, otypes=[np.float64])
C, A = math.sqrt(2 / math.pi), 0.044715


def share(x, approximate):
    """What x is multiplied by, and the derivative of that."""
    x = x.astype(np.float64)  # in float32 the powers of a large x would overflow
    if approximate == "tanh":
        t = np.tanh(C * (x + A * x**3))
        return (1 + t) / 2, (1 - t**2) / 2 * C * (1 + 3 * A * x**2)
    return (1 + erf(x / math.sqrt(2))) / 2, np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)


def gelu(x, approximate="none"):
    return (x * share(x, approximate)[0]).astype(x.dtype)


def gelu_backward(dy, x, approximate="none"):
    p, slope = share(x, approximate)
    return (dy * (p + x * slope)).astype(x.dtype)
