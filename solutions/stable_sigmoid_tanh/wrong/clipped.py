"""
verdict = "RTE"
caught_by = ["sigmoid_lower_tail", "lower_tail"]
en = "x is clipped before exp so that nothing overflows. Below the bound sigmoid no longer falls."
zh = "先把 x 截断再取指数，以免溢出。低于下界之后，sigmoid 就不再变小了。"
"""

import numpy as np


def sigmoid(x):
    return 1 / (1 + np.exp(-np.clip(x, -500, 500)))

def sigmoid_backward(dy, x):
    return dy * sigmoid(x) * sigmoid(-x)

def tanh(x):
    return 2 * sigmoid(2 * x) - 1

def tanh_backward(dy, x):
    return 4 * sigmoid_backward(dy, 2 * x)
