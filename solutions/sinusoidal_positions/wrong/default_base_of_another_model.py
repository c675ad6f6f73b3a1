"""
verdict = "WA"
caught_by = ["example", "default_base"]
en = "The default of base is 500000, that of a newer model."
zh = "base 的默认值用了 500000，那是另一个较新模型的值。"
"""

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=500000.0):
    position = np.arange(offset, offset + length)[:, None]
    angle = position / base ** (np.arange(0, d_model, 2) / d_model)  # one for each pair
    table = np.empty((length, d_model))
    table[:, 0::2] = np.sin(angle)
    table[:, 1::2] = np.cos(angle)[:, : d_model // 2]
    return table
