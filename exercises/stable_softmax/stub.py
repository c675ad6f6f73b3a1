import numpy as np


def stable_softmax(x, axis=-1):
    """Softmax of x along axis: same shape and dtype, right for logits of any size, x left as it was."""
    raise NotImplementedError
