import numpy as np


def gradient_norms(x, dy, weights, activation):
    """The norm of the gradient of each layer's weights, the first layer first: (L,)."""
    raise NotImplementedError


def gradient_flow(norms):
    """(ratio, rate, verdict): how the norms change from the last layer to the first."""
    raise NotImplementedError
