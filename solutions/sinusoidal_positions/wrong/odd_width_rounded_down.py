"""
verdict = "WA"
caught_by = ["odd"]
en = "An odd d_model is rounded down in the exponent."
zh = "d_model 为奇数时，指数里把它减成了偶数。"
"""

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    position = np.arange(offset, offset + length)[:, None]
    angle = position / base ** (np.arange(0, d_model, 2) / max(d_model - d_model % 2, 1))  # one for each pair
    table = np.empty((length, d_model))
    table[:, 0::2] = np.sin(angle)
    table[:, 1::2] = np.cos(angle)[:, : d_model // 2]
    return table
