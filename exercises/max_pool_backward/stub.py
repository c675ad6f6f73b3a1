import numpy as np


def max_pool2d(x, kernel_size, stride=None, padding=(0, 0)):
    """The largest value of each window of each channel: (N, C, H, W) to (N, C, OH, OW)."""
    raise NotImplementedError


def max_pool2d_backward(dy, x, kernel_size, stride=None, padding=(0, 0)):
    """The gradient with respect to x: each dy goes to the first maximum of its window."""
    raise NotImplementedError
