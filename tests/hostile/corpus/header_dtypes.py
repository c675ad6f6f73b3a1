"""
verdict = "PE"
points_at_most = 4
wall_s = 15
exploits = "Announces dtypes that would be objects, records, or more bytes than there are."
stops = "The dtypes are a fixed list, and the bytes must be those of the shape."
"""

import itertools
import sys

ours = sys._getframe()
while "child" not in ours.f_locals:  # up to where the supervisor imported it
    ours = ours.f_back
wire = ours.f_locals["child"].wire

nodes = itertools.cycle(
    [
        ["a", "numpy", "object", [1], 0],
        ["a", "numpy", "O", [1], 0],
        ["a", "numpy", "float64", [1 << 30], 0],
        ["a", "cupy", "float64", [1], 0],
        ["a", "numpy", "float64", [1], 7],
        ["a", "numpy"],
    ]
)


def double(x):
    wire._Encoder._adapted = lambda self, item: next(nodes)
    return 2 * x
