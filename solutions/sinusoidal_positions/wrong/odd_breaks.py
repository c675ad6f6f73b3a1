"""
verdict = "RTE"
caught_by = ["example", "odd"]
en = "For an odd d_model there is one angle more than there are columns for cosines; the assignment fails."
zh = "d_model 为奇数时，角度比余弦的列多一个，赋值出错。"
"""

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    position = np.arange(offset, offset + length)[:, None]
    angle = position / base ** (np.arange(0, d_model, 2) / d_model)  # one for each pair
    table = np.empty((length, d_model))
    table[:, 0::2] = np.sin(angle)
    table[:, 1::2] = np.cos(angle)
    return table
