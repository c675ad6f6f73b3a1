"""
verdict = ["PE", "WA"]
points_at_most = 4
wall_s = 15
exploits = "Announces an array of no bytes whose other sizes multiply to more than numpy can hold."
stops = "The product of the sizes is checked without the zeros, too."
"""

import sys

ours = sys._getframe()
while "child" not in ours.f_locals:  # up to where the supervisor imported it
    ours = ours.f_back
wire = ours.f_locals["child"].wire


def double(x):
    wire._Encoder._adapted = lambda self, item: ["a", "numpy", "float64", [0, 1 << 39, 1 << 39], 0]
    return 2 * x
