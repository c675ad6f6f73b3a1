"""
verdict = "WA"
caught_by = ["example", "odd"]
en = "The last column of an odd d_model stays 0."
zh = "d_model 为奇数时，最后一列仍是 0。"
"""

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    position = np.arange(offset, offset + length)[:, None]
    angle = position / base ** (np.arange(0, d_model, 2) / d_model)  # one for each pair
    table = np.empty((length, d_model))
    half = d_model // 2
    table[...] = 0.0
    table[:, 0 : 2 * half : 2] = np.sin(angle)[:, :half]
    table[:, 1::2] = np.cos(angle)[:, :half]
    return table
