"""
verdict = "PE"
points_at_most = 4
wall_s = 15
exploits = "Hides bytes behind the last array of a frame, and sends frames that are too short for their head."
stops = "A frame must be used up to its last byte."
"""

from grader.worker import wire

plain_frame = wire.frame


def double(x):
    wire.frame = lambda nonce, header, buffers: plain_frame(nonce, header, [*buffers, b"more"])
    return 2 * x
