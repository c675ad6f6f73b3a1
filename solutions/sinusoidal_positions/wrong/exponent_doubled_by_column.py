"""
verdict = "WA"
caught_by = ["example"]
en = "The exponent is twice the column's number, where it should be twice the pair's."
zh = "指数用了列号的两倍，应为对的序号的两倍。"
"""

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    column = np.arange(d_model)
    angle = np.arange(offset, offset + length)[:, None] / base ** (2 * column / d_model)
    return np.where(column % 2 == 0, np.sin(angle), np.cos(angle))
