"""
verdict = "WA"
caught_by = ["example", "odd"]
en = "The last column of an odd d_model is a cosine."
zh = "d_model 为奇数时，最后一列成了余弦。"
"""

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    position = np.arange(offset, offset + length)[:, None]
    angle = position / base ** (np.arange(0, d_model, 2) / d_model)  # one for each pair
    table = np.empty((length, d_model))
    table[:, 0::2] = np.sin(angle)
    table[:, 1::2] = np.cos(angle)[:, : d_model // 2]
    if d_model % 2:
        table[:, -1] = np.cos(angle[:, -1])
    return table
