"""
verdict = "WA"
caught_by = ["quantize", "ends"]
en = "Values beyond the range are not clipped: they wrap around in int8."
zh = "超出范围的值没有截断，在 int8 中回绕了。"
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
    zero_point = np.zeros(scale.shape, dtype=int) if symmetric else -128 - np.round(lo / scale).astype(int)
    return (scale, zero_point) if channels else (float(scale), int(zero_point))


def quantize(x, scale, zero_point):
    return (np.round(x / scale) + zero_point).astype(int).astype(np.int8)


def dequantize(q, scale, zero_point):
    return (q.astype(np.float64) - zero_point) * scale
