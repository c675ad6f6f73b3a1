import numpy as np


def clip_by_value(grads, limit):
    return [None if g is None else np.minimum(np.maximum(g, -limit), limit) for g in grads]


def clip_by_global_norm(grads, max_norm):
    """Extended precision has exponents enough for any square."""
    total = np.longdouble(0)
    for g in grads:
        if g is not None:
            wide = g.astype(np.longdouble)
            total += (wide * wide).sum()
    norm = float(np.sqrt(total))
    clipped = []
    for g in grads:
        if g is not None:
            g = np.array(g)
            if np.isfinite(norm) and norm > max_norm:
                g *= max_norm / norm
        clipped.append(g)
    return clipped, norm
