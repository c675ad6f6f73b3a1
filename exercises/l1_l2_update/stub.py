import numpy as np


def l2_update(w, grad, lr, strength):
    """One step with the penalty strength / 2 * sum of w²."""
    raise NotImplementedError


def l1_subgradient_update(w, grad, lr, strength):
    """One step with the penalty strength * sum of |w|, by a subgradient."""
    raise NotImplementedError


def l1_proximal_update(w, grad, lr, strength):
    """A step for the loss, then the proximal step of the penalty strength * sum of |w|."""
    raise NotImplementedError
