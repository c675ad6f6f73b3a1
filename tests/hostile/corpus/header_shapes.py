"""
verdict = "PE"
points_at_most = 4
wall_s = 15
exploits = "Announces arrays with impossible shapes: negative, broken, astronomic, and of sixty-four dimensions."
stops = "Every part of the header is checked before memory is taken for it."
"""

import itertools
import sys

ours = sys._getframe()
while "child" not in ours.f_locals:  # up to where the supervisor imported it
    ours = ours.f_back
wire = ours.f_locals["child"].wire

shapes = itertools.cycle([[-1], [1.5], [1 << 39, 1 << 39], [1] * 64, [True], "ab", [None], [10**30]])


def double(x):
    wire._Encoder._adapted = lambda self, item: ["a", "numpy", "float64", next(shapes), 0]
    return 2 * x
