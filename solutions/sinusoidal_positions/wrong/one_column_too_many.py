"""
verdict = "WA"
caught_by = ["example", "odd"]
en = "An odd d_model is padded to an even one, and the column is not cut off again."
zh = "d_model 为奇数时补成了偶数，最后没有把多出的一列去掉。"
"""

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    position = np.arange(offset, offset + length)[:, None]
    angle = position / base ** (np.arange(0, d_model, 2) / d_model)  # one for each pair
    table = np.empty((length, d_model + d_model % 2))
    table[:, 0::2] = np.sin(angle)
    table[:, 1::2] = np.cos(angle)
    return table
