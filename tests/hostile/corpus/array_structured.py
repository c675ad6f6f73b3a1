"""
verdict = "WA"
points_at_most = 4
wall_s = 15
exploits = "Answers with records, objects, texts, dates and voids in arrays."
stops = "The dtypes that travel are a fixed list."
"""

import itertools
import numpy as np

dtypes = itertools.cycle(["f8,f8", "O", "U5", "M8[s]", "V8", "S5"])


def double(x):
    return np.zeros(x.shape, dtype=next(dtypes))
