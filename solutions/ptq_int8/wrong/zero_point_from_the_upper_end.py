"""
verdict = "WA"
caught_by = ["rounded_zero_point"]
en = "The zero point is counted down from 127 and hi. Where the quotient is a half, it is rounded the other way."
zh = "零点从 127 和 hi 那一端往下数；商恰在中间时，舍入的方向就反了。"
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
    zero_point = np.zeros(scale.shape, dtype=int) if symmetric else np.where(hi > lo, 127 - np.round(hi / scale), -128).astype(int)
    return (scale, zero_point) if channels else (float(scale), int(zero_point))


def quantize(x, scale, zero_point):
    return np.clip(np.round(x / scale) + zero_point, -128, 127).astype(np.int8)


def dequantize(q, scale, zero_point):
    return (q.astype(np.float64) - zero_point) * scale
