"""
verdict = "WA"
caught_by = ["rounded_zero_point"]
en = "The zero point is cut off to an integer instead of rounded."
zh = "零点直接截尾取整，没有舍入。"
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
        lo, hi, steps = np.minimum(lo, 0.0), np.maximum(hi, 0.0), 255
    scale = np.where(hi > lo, (hi - lo) / steps, 1.0)
    zero_point = np.zeros(scale.shape, dtype=int) if symmetric else -128 - (lo / scale).astype(int)
    return (scale, zero_point) if channels else (float(scale), int(zero_point))


def quantize(x, scale, zero_point):
    return np.clip(np.round(x / scale) + zero_point, -128, 127).astype(np.int8)


def dequantize(q, scale, zero_point):
    return (q.astype(np.float64) - zero_point) * scale
