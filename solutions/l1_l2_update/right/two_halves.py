import numpy as np


def soft_threshold(v, t):
    """The positive part less the negative part, each cut off at 0."""
    return np.maximum(v - t, 0) - np.maximum(-v - t, 0)


def l2_update(w, grad, lr, strength):
    new = np.multiply(w, strength, dtype=np.float64)
    new = np.add(new, grad)
    return np.subtract(w, np.multiply(new, lr)).astype(w.dtype)


def l1_subgradient_update(w, grad, lr, strength):
    sign = (w > 0).astype(w.dtype) - (w < 0).astype(w.dtype)
    step = grad.copy()
    step = step + strength * sign
    return w - lr * step


def l1_proximal_update(w, grad, lr, strength):
    return soft_threshold(w - lr * grad, lr * strength)
