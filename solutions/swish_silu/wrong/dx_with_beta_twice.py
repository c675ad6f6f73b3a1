"""
verdict = "WA"
caught_by = ["example", "beta_backward"]
en = "beta stands twice in the second term of dx: z has it already."
zh = "dx 的第二项里 beta 出现了两次：z 里已经有了。"
"""

import numpy as np


def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def swish(x, beta=1.0):
    return x * sigmoid(beta * x)


def swish_backward(dy, x, beta=1.0):
    z = beta * x
    s, t = sigmoid(z), sigmoid(-z)
    return dy * s * (1 + beta * z * t), float(np.sum(dy * (x * s) * (x * t)))
