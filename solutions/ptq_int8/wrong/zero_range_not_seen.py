"""
verdict = "WA"
caught_by = ["zeros", "mostly_zeros"]
en = "A range of width zero gets scale 0, and the quotients are nan."
zh = "范围宽度为零时 scale 成了 0，商变成 nan。"
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
    scale = (hi - lo) / steps
    with np.errstate(all="ignore"):
        zero_point = np.zeros(np.shape(scale), dtype=int) if symmetric else np.nan_to_num(-128 - np.round(lo / scale)).astype(int)
    return (scale, zero_point) if channels else (float(scale), int(zero_point))


def quantize(x, scale, zero_point):
    return np.clip(np.round(x / scale) + zero_point, -128, 127).astype(np.int8)


def dequantize(q, scale, zero_point):
    return (q.astype(np.float64) - zero_point) * scale
