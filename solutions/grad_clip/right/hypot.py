import math

import numpy as np


def clip_by_value(grads, limit):
    """Number by number; comparisons leave NaN alone."""
    clipped = []
    for g in grads:
        if g is not None:
            g = g.copy()
            for index in np.ndindex(g.shape):
                if g[index] > limit:
                    g[index] = limit
                elif g[index] < -limit:
                    g[index] = -limit
        clipped.append(g)
    return clipped


def clip_by_global_norm(grads, max_norm):
    values = [float(v) for g in grads if g is not None for v in g.flat]
    norm = math.nan if any(map(math.isnan, values)) else math.hypot(*values)
    if not math.isfinite(norm) or norm <= max_norm:
        return [None if g is None else g.copy() for g in grads], norm
    return [None if g is None else np.asarray(g * (max_norm / norm), dtype=g.dtype) for g in grads], norm
