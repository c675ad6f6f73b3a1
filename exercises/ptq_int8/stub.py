import numpy as np


def calibrate(x, symmetric=True, axis=None, percentile=100.0):
    """scale and zero_point for x, for the whole tensor or for each channel along axis."""
    raise NotImplementedError


def quantize(x, scale, zero_point):
    """x as int8."""
    raise NotImplementedError


def dequantize(q, scale, zero_point):
    """q as float64 again."""
    raise NotImplementedError
