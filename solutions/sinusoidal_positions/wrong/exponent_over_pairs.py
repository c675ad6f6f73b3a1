"""
verdict = "WA"
caught_by = ["odd"]
en = "The exponent is i / (d_model // 2): right for an even d_model alone."
zh = "指数用了 i / (d_model // 2)：只有 d_model 为偶数时才对。"
"""

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    position = np.arange(offset, offset + length)[:, None]
    angle = position / base ** (np.arange((d_model + 1) // 2) / max(d_model // 2, 1))  # one for each pair
    table = np.empty((length, d_model))
    table[:, 0::2] = np.sin(angle)
    table[:, 1::2] = np.cos(angle)[:, : d_model // 2]
    return table
