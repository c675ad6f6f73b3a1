"""
verdict = "WA"
caught_by = ["example"]
en = "The cosines stand in the even columns and the sines in the odd ones."
zh = "余弦放在了偶数列，正弦放在了奇数列。"
"""

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    position = np.arange(offset, offset + length)[:, None]
    angle = position / base ** (np.arange(0, d_model, 2) / d_model)  # one for each pair
    table = np.empty((length, d_model))
    table[:, 0::2] = np.cos(angle)
    table[:, 1::2] = np.sin(angle)[:, : d_model // 2]
    return table
