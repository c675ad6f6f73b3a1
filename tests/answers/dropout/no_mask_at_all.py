"""
verdict = "WA"
says = [
    "The type is numpy.ndarray; it should be tuple[numpy.ndarray, numpy.ndarray].",
]
"""

import numpy as np

def dropout_forward(x, p=0.5, training=True):
    if not training:
        return x.copy()
    mask = np.random.rand(*x.shape) >= p
    if p == 1:
        return np.zeros_like(x)
    return (x * mask / x.dtype.type(1 - p)).astype(x.dtype)

def dropout_backward(dy, mask, p=0.5):
    if mask is None:
        return dy
    if p == 1:
        return np.zeros_like(dy)
    return (dy * mask / dy.dtype.type(1 - p)).astype(dy.dtype)
