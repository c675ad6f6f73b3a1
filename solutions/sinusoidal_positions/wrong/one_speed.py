"""
verdict = "WA"
caught_by = ["example"]
en = "All pairs have the angle of the first one."
zh = "所有的对都用了第一对的角度。"
"""

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    position = np.arange(offset, offset + length)[:, None]
    angle = position / base ** (np.zeros((d_model + 1) // 2))  # one for each pair
    table = np.empty((length, d_model))
    table[:, 0::2] = np.sin(angle)
    table[:, 1::2] = np.cos(angle)[:, : d_model // 2]
    return table
