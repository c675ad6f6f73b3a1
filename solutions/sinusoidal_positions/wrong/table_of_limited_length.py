"""
verdict = "WA"
caught_by = ["far"]
en = "The table ends at 5000 positions; those beyond get the last row."
zh = "表只到 5000 个位置，更远的位置都用最后一行。"
"""

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    position = np.minimum(np.arange(offset, offset + length), 4999)[:, None]
    angle = position / base ** (np.arange(0, d_model, 2) / d_model)  # one for each pair
    table = np.empty((length, d_model))
    table[:, 0::2] = np.sin(angle)
    table[:, 1::2] = np.cos(angle)[:, : d_model // 2]
    return table
