import numpy as np


def conv2d_forward(x, w, b, stride=1, padding=0, dilation=1, groups=1):
    """Cross-correlation of x (N, C_in, H, W) with w (C_out, C_in / groups, K_h, K_w), plus b (C_out,)."""
    raise NotImplementedError


def conv2d_backward(dy, x, w, stride=1, padding=0, dilation=1, groups=1):
    """(dx, dw, db): the gradients of a loss whose gradient at the output is dy."""
    raise NotImplementedError
