"""
verdict = "WA"
caught_by = ["no_positions"]
en = "Without positions the array has lost its second axis."
zh = "没有位置时，数组丢了第二个轴。"
"""

import math

import numpy as np


def sinusoidal_positions(length, d_model, offset=0, base=10000.0):
    rows = []
    for p in range(offset, offset + length):
        angles = [p / base ** (column // 2 * 2 / d_model) for column in range(d_model)]
        rows.append([math.cos(angle) if column % 2 else math.sin(angle) for column, angle in enumerate(angles)])
    return np.array(rows, dtype=np.float64)
