"""
verdict = "PE"
points_at_most = 4
wall_s = 15
exploits = "Hides bytes behind the last array of a frame, and sends frames that are too short for their head."
stops = "A frame must be used up to its last byte."
"""

import sys

ours = sys._getframe()
while "child" not in ours.f_locals:  # up to where the supervisor imported it
    ours = ours.f_back
wire = ours.f_locals["child"].wire

plain_frame = wire.frame


def double(x):
    wire.frame = lambda nonce, header, buffers: plain_frame(nonce, header, [*buffers, b"more"])
    return 2 * x
