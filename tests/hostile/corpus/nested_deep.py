"""
verdict = "PE"
points_at_most = 4
wall_s = 15
exploits = "Answers with lists a thousand levels deep, and with one that holds itself."
stops = "The depth is capped on both sides."
"""


def double(x):
    nested = []
    nested.append(nested)
    return nested
