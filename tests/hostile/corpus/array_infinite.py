"""
verdict = "WA"
points_at_most = 4
wall_s = 15
exploits = "Answers with infinities, for which relative errors are NaN."
stops = "Infinities are compared by position, before any tolerance."
"""


def double(x):
    return x * float("inf")
