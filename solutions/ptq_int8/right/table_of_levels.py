"""Levels are looked up: 256 floats for each channel."""

import numpy as np


def calibrate(x, symmetric=True, axis=None, percentile=100.0):
    if axis is not None:
        parts = [calibrate(part, symmetric, None, percentile) for part in np.moveaxis(x, axis, 0)]
        shape = np.ones(x.ndim, dtype=int)
        shape[axis] = len(parts)
        return tuple(np.array(column).reshape(shape) for column in zip(*parts))
    ordered = np.sort(np.abs(x) if symmetric else x, axis=None)
    places = np.array([100 - percentile, percentile]) / 100 * (ordered.size - 1)
    low, high = np.interp(places, np.arange(ordered.size), ordered).tolist()
    if symmetric:
        return (high / 127 or 1.0), 0
    low, high = min(low, 0.0), max(high, 0.0)
    scale = (high - low) / 255 or 1.0
    return scale, int(-128 - np.around(low / scale))


def quantize(x, scale, zero_point):
    levels = np.divide(x, scale)
    whole = np.floor(levels)
    rest = levels - whole
    up = (rest > 0.5) | ((rest == 0.5) & (np.mod(whole, 2) == 1))
    q = np.where(up, whole + 1, whole) + zero_point
    out = np.zeros(x.shape, dtype=np.int8)
    out[q >= 127] = 127
    out[q <= -128] = -128
    inside = (q > -128) & (q < 127)
    out[inside] = q[inside]
    return out


def dequantize(q, scale, zero_point):
    scale, zero_point = np.broadcast_arrays(np.float64(scale), zero_point)
    table = (np.arange(-128, 128) - zero_point[..., None]) * scale[..., None]
    table = np.broadcast_to(table, (*q.shape, 256))
    return np.take_along_axis(table, q.astype(np.int64)[..., None] + 128, axis=-1)[..., 0]
