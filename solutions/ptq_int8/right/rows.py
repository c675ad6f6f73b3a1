"""Channels become rows; the results get the rank of x in the end."""

import numpy as np


def calibrate(x, symmetric=True, axis=None, percentile=100.0):
    rows = x.reshape(1, -1) if axis is None else np.moveaxis(x, axis, 0).reshape(x.shape[axis], -1)
    if symmetric:
        rows = np.abs(rows)
    if percentile == 100:
        low, high = rows.min(axis=1), rows.max(axis=1)
    else:
        low, high = (np.quantile(rows, q, axis=1) for q in (1 - percentile / 100, percentile / 100))
    if symmetric:
        scale = high / 127
        zero_point = np.zeros(len(rows), dtype=np.int32)
        scale[scale == 0] = 1
    else:
        low, high = np.where(low < 0, low, 0), np.where(high > 0, high, 0)
        scale = high / 255 - low / 255
        scale[scale == 0] = 1
        zero_point = np.rint(-128 - low / scale).astype(np.int32)
    if axis is None:
        return scale[0], zero_point[0]
    shape = [-1 if i == axis % x.ndim else 1 for i in range(x.ndim)]
    return scale.reshape(shape), zero_point.reshape(shape)


def quantize(x, scale, zero_point):
    rounded = np.rint(np.divide(x, scale))
    # Clipping first, to the levels as they are without the zero point, is the same.
    zero_point = np.asarray(zero_point, dtype=np.int16)
    clipped = np.minimum(np.maximum(rounded, -128 - zero_point), 127 - zero_point)
    return (clipped.astype(np.int16) + zero_point).astype(np.int8)


def dequantize(q, scale, zero_point):
    return np.multiply(np.subtract(q, zero_point, dtype=np.int32), scale)
