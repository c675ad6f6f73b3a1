"""
verdict = "WA"
caught_by = ["example"]
en = "Each cosine is that of the next pair."
zh = "每个余弦用了下一对的角度。"
"""

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    position = np.arange(offset, offset + length)[:, None]
    angle = position / base ** (np.arange(0, d_model, 2) / d_model)  # one for each pair
    table = np.empty((length, d_model))
    table[:, 0::2] = np.sin(angle)
    table[:, 1::2] = np.roll(np.cos(angle), -1, axis=1)[:, : d_model // 2]
    return table
