"""
verdict = "WA"
points_at_most = 4
wall_s = 15
exploits = "Zeroes its input and answers zero, so that a reference that runs later agrees."
stops = "Inputs travel by copy, and the reference gets its own."
"""


def double(x):
    x[:] = 0
    return x
