"""
verdict = "WA"
caught_by = ["example", "position_zero"]
en = "A single row is returned without its axis."
zh = "只有一行时，返回的数组少了一个轴。"
"""

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    position = np.arange(offset, offset + length)[:, None]
    angle = position / base ** (np.arange(0, d_model, 2) / d_model)  # one for each pair
    table = np.empty((length, d_model))
    table[:, 0::2] = np.sin(angle)
    table[:, 1::2] = np.cos(angle)[:, : d_model // 2]
    return table[0] if length == 1 else table
