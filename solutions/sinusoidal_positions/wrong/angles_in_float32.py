"""
verdict = "WA"
caught_by = ["far"]
en = "The angles are computed in float32: at far positions they are off by hundredths and more."
zh = "角度以 float32 计算：位置很远时误差达百分之几弧度，甚至更大。"
"""

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    position = np.arange(offset, offset + length, dtype=np.float32)[:, None]
    speed = np.float32(base) ** (-np.arange(0, d_model, 2, dtype=np.float32) / np.float32(d_model))
    angle = position * speed
    table = np.empty((length, d_model))
    table[:, 0::2] = np.sin(angle)
    table[:, 1::2] = np.cos(angle)[:, : d_model // 2]
    return table
