"""
verdict = "PE"
points_at_most = 4
wall_s = 15
exploits = "Calls back functions that it was never given: other numbers, negative ones, and ones of other cases."
stops = "The judge knows by number what it gave to this child in this case."
"""

import sys


def double(x):
    frame = sys._getframe()
    while "server" not in frame.f_locals:
        frame = frame.f_back
    return frame.f_locals["server"].call_back(10**6, 1)
