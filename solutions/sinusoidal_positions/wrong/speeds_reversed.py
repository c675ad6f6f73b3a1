"""
verdict = "WA"
caught_by = ["example"]
en = "The speeds are in reverse: the first pair is the slowest."
zh = "各对的速度顺序颠倒：第一对最慢。"
"""

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    position = np.arange(offset, offset + length)[:, None]
    angle = position / base ** (np.arange(0, d_model, 2)[::-1] / d_model)  # one for each pair
    table = np.empty((length, d_model))
    table[:, 0::2] = np.sin(angle)
    table[:, 1::2] = np.cos(angle)[:, : d_model // 2]
    return table
