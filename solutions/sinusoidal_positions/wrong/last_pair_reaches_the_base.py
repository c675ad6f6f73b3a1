"""
verdict = "WA"
caught_by = ["example"]
en = "The exponents run from 0 to 1 with both ends, so the last pair is slower than it should be."
zh = "指数从 0 一直取到 1（含两端），最后一对转得太慢。"
"""

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    position = np.arange(offset, offset + length)[:, None]
    angle = position / base ** (np.arange((d_model + 1) // 2) / max((d_model + 1) // 2 - 1, 1))  # one for each pair
    table = np.empty((length, d_model))
    table[:, 0::2] = np.sin(angle)
    table[:, 1::2] = np.cos(angle)[:, : d_model // 2]
    return table
