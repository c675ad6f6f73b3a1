"""
verdict = "WA"
caught_by = ["example", "even"]
en = "The exponent counts columns: a cosine has another angle than the sine beside it."
zh = "指数按列计算：余弦与旁边的正弦角度不同。"
"""

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    angle = np.arange(offset, offset + length)[:, None] / base ** (np.arange(d_model) / d_model)
    table = np.empty((length, d_model))
    table[:, 0::2] = np.sin(angle[:, 0::2])
    table[:, 1::2] = np.cos(angle[:, 1::2])
    return table
