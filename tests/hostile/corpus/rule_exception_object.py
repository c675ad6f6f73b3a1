"""
exercise = "stable_softmax"
whole = true
verdict = "RV"
points_at_most = 0
wall_s = 15
forbid = ["softmax"]
exploits = "Asks numpy for what it has not; the exception holds numpy, as a value."
stops = "The attribute obj of what may be an exception is refused."
"""

import numpy as np

box = []


class Own:
    logaddexp = None


try:
    np.nothing_of_that_name
except AttributeError as error:
    box.append(error.obj)


def stable_softmax(x, axis=-1):
    return np.exp(x - box[0].logaddexp.reduce(x, axis=axis, keepdims=True))
