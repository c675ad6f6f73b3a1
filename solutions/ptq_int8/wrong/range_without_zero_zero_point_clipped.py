"""
verdict = "WA"
caught_by = ["one_sign"]
en = "The range does not hold zero, and the zero point is clipped into int8 instead: all levels are shifted."
zh = "范围不包含零，只把零点截断到 int8 之内：所有级都错位了。"
"""

import numpy as np


def calibrate(x, symmetric=True, axis=None, percentile=100.0):
    channels = axis is not None
    others = tuple(i for i in range(x.ndim) if i != axis % x.ndim) if channels else None
    if symmetric:
        hi = np.percentile(np.abs(x), percentile, axis=others, keepdims=channels)
        lo, steps = 0.0, 127
    else:
        lo, hi = np.percentile(x, [100 - percentile, percentile], axis=others, keepdims=channels)
        steps = 255
    scale = np.where(hi > lo, (hi - lo) / steps, 1.0)
    zero_point = np.zeros(scale.shape, dtype=int) if symmetric else np.clip(-128 - np.round(lo / scale), -128, 127).astype(int)
    return (scale, zero_point) if channels else (float(scale), int(zero_point))


def quantize(x, scale, zero_point):
    return np.clip(np.round(x / scale) + zero_point, -128, 127).astype(np.int8)


def dequantize(q, scale, zero_point):
    return (q.astype(np.float64) - zero_point) * scale
