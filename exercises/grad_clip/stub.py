import numpy as np


def clip_by_value(grads, limit):
    """The gradients, each value in [-limit, limit]: a list of new arrays."""
    raise NotImplementedError


def clip_by_global_norm(grads, max_norm):
    """(The gradients scaled down together to max_norm where they exceed it, their norm before)."""
    raise NotImplementedError
