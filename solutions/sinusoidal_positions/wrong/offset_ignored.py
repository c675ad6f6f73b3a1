"""
verdict = "WA"
caught_by = ["offset", "parts"]
en = "offset is ignored: each part of a table begins at position 0."
zh = "忽略了 offset：表的每一部分都从位置 0 开始。"
"""

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    position = np.arange(length)[:, None]
    angle = position / base ** (np.arange(0, d_model, 2) / d_model)  # one for each pair
    table = np.empty((length, d_model))
    table[:, 0::2] = np.sin(angle)
    table[:, 1::2] = np.cos(angle)[:, : d_model // 2]
    return table
