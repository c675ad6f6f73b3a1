"""
verdict = "WA"
caught_by = ["beta_backward", "standard_any_order_of_calls"]
en = "dbeta is added up over the calls."
zh = "dbeta 在多次调用之间累加。"
"""

import numpy as np

_total = [0.0]

def sigmoid(z):
    e = np.exp(-np.abs(z))
    return np.where(z >= 0, 1, e) / (1 + e)


def swish(x, beta=1.0):
    return x * sigmoid(beta * x)


def swish_backward(dy, x, beta=1.0):
    z = beta * x
    s, t = sigmoid(z), sigmoid(-z)
    _total[0] += float(np.sum(dy * (x * s) * (x * t)))
    return dy * s * (1 + z * t), _total[0]
