"""
verdict = "WA"
caught_by = ["example"]
en = "All sines stand in the first half and all cosines in the second; other models do that."
zh = "所有正弦放在前一半，所有余弦放在后一半；另一些模型是这样做的。"
"""

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    position = np.arange(offset, offset + length)[:, None]
    angle = position / base ** (np.arange(0, d_model, 2) / d_model)  # one for each pair
    table = np.empty((length, d_model))
    table[:, : (d_model + 1) // 2] = np.sin(angle)
    table[:, (d_model + 1) // 2 :] = np.cos(angle)[:, : d_model // 2]
    return table
