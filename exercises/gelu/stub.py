import numpy as np


def gelu(x, approximate="none"):
    """x times the normal distribution function of x, exact or by tanh."""
    raise NotImplementedError


def gelu_backward(dy, x, approximate="none"):
    """dy times the derivative of the same form at x."""
    raise NotImplementedError
