import numpy as np


def logsumexp(x, axis=-1, keepdims=False):
    """log Σ exp(x) along axis, right for logits of any size; -inf for slices of -inf."""
    raise NotImplementedError


def log_softmax(x, axis=-1):
    """The logarithm of the softmax of x along axis: same shape and dtype, x left as it was."""
    raise NotImplementedError
