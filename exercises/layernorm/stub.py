import numpy as np


def layernorm_forward(x, gamma, beta, eps=1e-5):
    """Normalise over the last gamma.ndim axes, scale and shift."""
    raise NotImplementedError


def layernorm_backward(dy, x, gamma, eps=1e-5):
    """(dx, dgamma, dbeta): the gradients of a loss whose gradient at the output is dy."""
    raise NotImplementedError
