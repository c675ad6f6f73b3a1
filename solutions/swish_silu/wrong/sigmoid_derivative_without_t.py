"""
verdict = "RTE"
caught_by = ["example", "silu"]
en = "The derivative of the sigmoid is taken as σ(z) instead of σ(z) σ(-z)."
zh = "把 sigmoid 的导数当成了 σ(z)，而不是 σ(z) σ(-z)。"
"""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def swish(x, beta=1.0):
    return x * sigmoid(beta * x)


def swish_backward(dy, x, beta=1.0):
    z = beta * x
    s = sigmoid(z)
    return dy * s * (1 + z), float(np.sum(dy * x * x * s))
