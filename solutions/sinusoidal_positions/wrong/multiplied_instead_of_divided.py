"""
verdict = "WA"
caught_by = ["example"]
en = "The positions are multiplied by the power of base, not divided by it: later pairs turn faster."
zh = "位置乘以了 base 的幂，而不是除以它：靠后的各对反而更快。"
"""

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    position = np.arange(offset, offset + length)[:, None]
    angle = position * base ** (np.arange(0, d_model, 2) / d_model)  # one for each pair
    table = np.empty((length, d_model))
    table[:, 0::2] = np.sin(angle)
    table[:, 1::2] = np.cos(angle)[:, : d_model // 2]
    return table
