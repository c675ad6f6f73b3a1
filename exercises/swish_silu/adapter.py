"""Calls a function as a caller does who has made numpy strict."""

import numpy as np


def strictly(submission, name, *arguments):
    """What the function returns while overflow, division by zero and invalid operations raise."""
    with np.errstate(over="raise", divide="raise", invalid="raise"):
        return getattr(submission, name)(*arguments)
