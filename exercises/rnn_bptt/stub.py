import numpy as np


def rnn_forward(x, h0, w_x, w_h, b):
    """hs (T, N, H): the states after each step."""
    raise NotImplementedError


def rnn_backward(dhs, x, h0, w_x, w_h, b, window=None):
    """(dx, dh0, dw_x, dw_h, db), cut off between chunks of `window` steps where it is given."""
    raise NotImplementedError
