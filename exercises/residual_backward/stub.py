import numpy as np


def residual_forward(x, w1, b1, w2, b2, w_s=None):
    """y (N, E): the branch of x (N, D), plus x itself, or its projection."""
    raise NotImplementedError


def residual_backward(dy, x, w1, b1, w2, b2, w_s=None):
    """(dx, dw1, db1, dw2, db2, dw_s): the gradients of a loss whose gradient at the output is dy."""
    raise NotImplementedError


def stack_backward(dy, x, blocks):
    """(dx, through_branches): the gradient at the input of a stack of blocks, and its part that is not dy itself."""
    raise NotImplementedError
