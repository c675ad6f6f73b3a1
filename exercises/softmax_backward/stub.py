import numpy as np


def softmax_backward(dy, y, axis=-1):
    """The gradient with respect to the x of y = softmax(x) along axis, for the gradient dy with respect to y."""
    raise NotImplementedError
