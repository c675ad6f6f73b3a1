import numpy as np


def sigmoid(x):
    """1 / (1 + exp(-x)), exact on both sides."""
    raise NotImplementedError


def sigmoid_backward(dy, x):
    """dy times the derivative of sigmoid at x."""
    raise NotImplementedError


def tanh(x):
    """The hyperbolic tangent."""
    raise NotImplementedError


def tanh_backward(dy, x):
    """dy times the derivative of tanh at x."""
    raise NotImplementedError
