"""
verdict = "OLE"
points_at_most = 4
wall_s = 15
hidden_leak = "the input, as the size of an answer that was too large"
exploits = "Says that its answer was too large, by a number that is the hidden input."
stops = "The judge tells its own limit, not the child's word for it."
"""

import sys

ours = sys._getframe()
while "child" not in ours.f_locals:  # up to where the supervisor imported it
    ours = ours.f_back
wire = ours.f_locals["child"].wire


def double(x):
    frame = sys._getframe()
    while "server" not in frame.f_locals:
        frame = frame.f_back
    frame.f_locals["server"].output_bytes = int(abs(x[0])) + 10
    raise wire.TooLarge("so")
