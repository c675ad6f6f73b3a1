"""
verdict = "WA"
caught_by = ["far"]
en = "The speeds are rounded to float32; their error grows with the position."
zh = "速度被舍入成 float32，误差随位置增大。"
"""

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    speed = (base ** (-np.arange(0, d_model, 2) / d_model)).astype(np.float32)
    angle = np.arange(offset, offset + length)[:, None] * speed.astype(np.float64)
    table = np.empty((length, d_model))
    table[:, 0::2] = np.sin(angle)
    table[:, 1::2] = np.cos(angle)[:, : d_model // 2]
    return table
