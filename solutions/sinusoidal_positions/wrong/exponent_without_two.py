"""
verdict = "WA"
caught_by = ["example"]
en = "The exponent is i / d_model instead of 2i / d_model."
zh = "指数用了 i / d_model，而不是 2i / d_model。"
"""

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    position = np.arange(offset, offset + length)[:, None]
    angle = position / base ** (np.arange((d_model + 1) // 2) / d_model)  # one for each pair
    table = np.empty((length, d_model))
    table[:, 0::2] = np.sin(angle)
    table[:, 1::2] = np.cos(angle)[:, : d_model // 2]
    return table
