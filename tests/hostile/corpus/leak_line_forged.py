"""
verdict = "RTE"
points_at_most = 4
wall_s = 15
hidden_leak = "the input, as a line number and a function's name"
exploits = "Forges a frame whose line is the hidden input."
stops = "Only lines that the source has are shown, with the text from the judge's copy and no function's name."
"""

import sys

ours = sys._getframe()
while "child" not in ours.f_locals:  # up to where the supervisor imported it
    ours = ours.f_back
child = ours.f_locals["child"]


def double(x):
    child._describe = lambda error: {
        "type": "ValueError",
        "builtin": "ValueError",
        "message": str(x),
        "frames": [[int(abs(x[0])) + 10**6, f"f{int(x[0])}"]],
    }
    raise ValueError
