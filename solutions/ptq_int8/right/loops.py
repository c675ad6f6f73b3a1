import math

import numpy as np


def of_values(values, symmetric, percentile):
    def nth(values, p):
        values = sorted(values)
        place = p / 100 * (len(values) - 1)
        i = min(int(place), max(len(values) - 2, 0))
        following = values[min(i + 1, len(values) - 1)]
        return values[i] + (place - i) * (following - values[i])

    if symmetric:
        a = nth([abs(v) for v in values], percentile)
        return (a / 127 if a else 1.0), 0
    lo = min(nth(values, 100 - percentile), 0.0)
    hi = max(nth(values, percentile), 0.0)
    scale = (hi - lo) / 255 if lo < hi else 1.0
    return scale, -128 - round(lo / scale)


def calibrate(x, symmetric=True, axis=None, percentile=100.0):
    if axis is None:
        return of_values(x.ravel().tolist(), symmetric, percentile)
    found = [of_values(channel.ravel().tolist(), symmetric, percentile) for channel in np.moveaxis(x, axis, 0)]
    shape = [1] * x.ndim
    shape[axis] = len(found)
    scales, zero_points = zip(*found)
    return np.array(scales).reshape(shape), np.array(zero_points).reshape(shape)


def quantize(x, scale, zero_point):
    q = np.empty(x.shape, dtype=np.int8)
    scale, zero_point = np.broadcast_to(scale, x.shape), np.broadcast_to(zero_point, x.shape)
    for index in np.ndindex(x.shape):
        quotient = float(x[index]) / float(scale[index])
        if math.isinf(quotient):
            q[index] = 127 if quotient > 0 else -128
        else:
            q[index] = min(max(round(quotient) + int(zero_point[index]), -128), 127)
    return q


def dequantize(q, scale, zero_point):
    x = np.empty(q.shape)
    scale, zero_point = np.broadcast_to(scale, q.shape), np.broadcast_to(zero_point, q.shape)
    for index in np.ndindex(q.shape):
        x[index] = (int(q[index]) - int(zero_point[index])) * float(scale[index])
    return x
