"""
verdict = "PE"
points_at_most = 4
wall_s = 15
exploits = "Announces arrays with impossible shapes: negative, broken, astronomic, and of sixty-four dimensions."
stops = "Every part of the header is checked before memory is taken for it."
"""

import itertools
from grader.worker import wire

shapes = itertools.cycle([[-1], [1.5], [1 << 39, 1 << 39], [1] * 64, [True], "ab", [None], [10**30]])


def double(x):
    wire._Encoder._adapted = lambda self, item: ["a", "numpy", "float64", next(shapes), 0]
    return 2 * x
