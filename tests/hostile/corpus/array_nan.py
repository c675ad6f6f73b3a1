"""
verdict = "WA"
points_at_most = 4
wall_s = 15
exploits = "Answers with NaN everywhere, for which many comparisons are false."
stops = "The comparison is written so that NaN fails where none is expected."
"""


def double(x):
    return x * float("nan")
