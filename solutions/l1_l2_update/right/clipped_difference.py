import numpy as np


def l2_update(w, grad, lr, strength):
    """As decay: the weights shrink by a factor, then the loss's step is taken."""
    return (1 - lr * strength) * w - lr * grad


def l1_subgradient_update(w, grad, lr, strength):
    positive, negative = np.greater(w, 0), np.less(w, 0)
    new = np.array(w - lr * grad)
    new[positive] -= lr * strength
    new[negative] += lr * strength
    return new


def l1_proximal_update(w, grad, lr, strength):
    """What clipping takes away is what is left: v less its projection on [-t, t]."""
    v = w - lr * grad
    return v - np.clip(v, -lr * strength, lr * strength)
