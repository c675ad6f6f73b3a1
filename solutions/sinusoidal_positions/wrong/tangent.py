"""
verdict = "WA"
caught_by = ["example"]
en = "tan stands in the place of cos."
zh = "把 cos 写成了 tan。"
"""

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    position = np.arange(offset, offset + length)[:, None]
    angle = position / base ** (np.arange(0, d_model, 2) / d_model)  # one for each pair
    table = np.empty((length, d_model))
    table[:, 0::2] = np.sin(angle)
    table[:, 1::2] = np.tan(angle)[:, : d_model // 2]
    return table
