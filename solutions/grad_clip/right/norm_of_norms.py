from functools import reduce

import numpy as np


def clip_by_value(grads, limit):
    return [g if g is None else np.sign(g) * np.minimum(np.abs(g), limit) for g in grads]


def clip_by_global_norm(grads, max_norm):
    """The norm of the arrays' norms, each by a power of two that brings it near 1."""
    present = [g.astype(np.float64) for g in grads if g is not None]
    if any(np.isnan(g).any() for g in present):
        return [g if g is None else g.copy() for g in grads], float("nan")
    norm = float(reduce(np.hypot, map(one_norm, present), 0.0))
    factor = 1.0 if norm <= max_norm or norm == np.inf else max_norm / norm
    return [g if g is None else np.multiply(g, factor, dtype=g.dtype) for g in grads], norm


def one_norm(g):
    _, exponent = np.frexp(np.max(np.abs(g), initial=0.0))
    return np.ldexp(np.linalg.norm(np.ldexp(g.ravel(), -exponent)), exponent)
