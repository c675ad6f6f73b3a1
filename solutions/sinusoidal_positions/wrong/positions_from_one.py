"""
verdict = "WA"
caught_by = ["example"]
en = "The positions are counted from 1."
zh = "位置从 1 数起。"
"""

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    position = np.arange(offset + 1, offset + length + 1)[:, None]
    angle = position / base ** (np.arange(0, d_model, 2) / d_model)  # one for each pair
    table = np.empty((length, d_model))
    table[:, 0::2] = np.sin(angle)
    table[:, 1::2] = np.cos(angle)[:, : d_model // 2]
    return table
