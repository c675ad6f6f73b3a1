import numpy as np


def attention_backward(dy, q, k, v, mask=None):
    """(dq, dk, dv) of y = softmax(q kᵀ / sqrt(d_k)) v, for the gradient dy (..., n, d_v) with respect to y."""
    raise NotImplementedError
