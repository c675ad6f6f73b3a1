"""
verdict = "PE"
points_at_most = 4
wall_s = 15
hidden_leak = "the input, as the reason why an answer could not be sent"
exploits = "Tells the hidden input as the reason of a protocol error."
stops = "No text of the child's is shown of a hidden case."
"""

import sys

ours = sys._getframe()
while "child" not in ours.f_locals:  # up to where the supervisor imported it
    ours = ours.f_back
wire = ours.f_locals["child"].wire


def double(x):
    raise wire.WireError(f"{int(x[0])}")
