import numpy as np


def each(rule, w, grad):
    """`rule` of each weight and its gradient, as Python floats."""
    new = np.empty_like(w)
    for index in np.ndindex(w.shape):
        new[index] = rule(float(w[index]), float(grad[index]))
    return new


def l2_update(w, grad, lr, strength):
    return each(lambda x, g: x - lr * g - lr * strength * x, w, grad)


def l1_subgradient_update(w, grad, lr, strength):
    return each(lambda x, g: x - lr * (g + (strength if x > 0 else -strength if x < 0 else 0.0)), w, grad)


def l1_proximal_update(w, grad, lr, strength):
    def rule(x, g):
        v, t = x - lr * g, lr * strength
        if abs(v) <= t:
            return 0.0
        return v - t if v > 0 else v + t

    return each(rule, w, grad)
