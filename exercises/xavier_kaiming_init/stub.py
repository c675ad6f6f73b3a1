import numpy as np


def fans(shape):
    """(fan_in, fan_out) of weights of this shape."""
    raise NotImplementedError


def gain_of(activation, slope=0.01):
    """The factor by which the activation's weights are larger than those of a linear layer."""
    raise NotImplementedError


def xavier(shape, seed, distribution="uniform", gain=1.0):
    """Weights after Glorot and Bengio."""
    raise NotImplementedError


def kaiming(shape, seed, distribution="normal", mode="fan_in", gain=2**0.5):
    """Weights after He et al."""
    raise NotImplementedError
