"""
verdict = "RTE"
caught_by = ["example", "odd"]
en = "An odd d_model is refused."
zh = "拒绝了奇数的 d_model。"
"""

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    if d_model % 2:
        raise ValueError('d_model must be even')
    position = np.arange(offset, offset + length)[:, None]
    angle = position / base ** (np.arange(0, d_model, 2) / d_model)  # one for each pair
    table = np.empty((length, d_model))
    table[:, 0::2] = np.sin(angle)
    table[:, 1::2] = np.cos(angle)[:, : d_model // 2]
    return table
