"""
verdict = ["RTE", "PE"]
points_at_most = 4
wall_s = 15
exploits = "Forges an exception with a message of two megabytes and fifty thousand frames, to blow the report up."
stops = "The judge cuts every text and list of an exception's record itself."
"""

import sys

ours = sys._getframe()
while "child" not in ours.f_locals:  # up to where the supervisor imported it
    ours = ours.f_back
child = ours.f_locals["child"]


def double(x):
    child._describe = lambda error: {
        "type": "E" * 100_000,
        "builtin": "Exception",
        "message": "m" * 1_000_000,
        "frames": [[1, "f" * 10]] * 50_000,
    }
    raise ValueError
