import numpy as np


def clip_by_value(grads, limit):
    clipped = list(grads)
    for i, g in enumerate(grads):
        if g is not None:
            clipped[i] = np.where(g > limit, g.dtype.type(limit), np.where(g < -limit, g.dtype.type(-limit), g))
    return clipped


def clip_by_global_norm(grads, max_norm):
    """norm² is kept as scale² · total, as linear algebra libraries do, one value at a time."""
    values = [abs(value) for g in grads if g is not None for value in g.ravel().tolist()]
    scale, total = 0.0, 0.0
    if all(value < float("inf") for value in values):
        for value in values:
            if value > scale:
                total, scale = total * (scale / value) ** 2 + 1.0, value
            elif value:
                total += (value / scale) ** 2
        norm = scale * total**0.5
    else:
        norm = sum(values)  # inf, or NaN
    ratio = norm / max_norm if 0 < max_norm < norm < float("inf") else 1.0
    clipped = [g if g is None else g / ratio for g in grads]
    if max_norm == 0 and norm < float("inf"):
        clipped = [g if g is None else np.zeros_like(g) for g in grads]
    return clipped, norm
