"""
verdict = "PE"
points_at_most = 4
wall_s = 15
exploits = "Sends a header a hundred thousand levels deep, to overflow the judge's stack."
stops = "The decoder of msgpack and ours both stop at a depth."
"""

import sys

ours = sys._getframe()
while "child" not in ours.f_locals:  # up to where the supervisor imported it
    ours = ours.f_back
wire = ours.f_locals["child"].wire

plain_frame = wire.frame


def double(x):
    wire.frame = lambda nonce, header, buffers: plain_frame(nonce, b"\x91" * 100_000 + b"\xc0", [])
    return 2 * x
