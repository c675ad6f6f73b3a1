"""
verdict = "WA"
caught_by = ["far", "long"]
en = "The positions wrap around at 2048."
zh = "位置到 2048 就回到 0。"
"""

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    position = (np.arange(offset, offset + length) % 2048)[:, None]
    angle = position / base ** (np.arange(0, d_model, 2) / d_model)  # one for each pair
    table = np.empty((length, d_model))
    table[:, 0::2] = np.sin(angle)
    table[:, 1::2] = np.cos(angle)[:, : d_model // 2]
    return table
