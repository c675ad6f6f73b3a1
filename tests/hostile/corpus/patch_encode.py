"""
verdict = ["WA", "PE", "RTE", "CE"]
points_at_most = 0
wall_s = 15
exploits = "Replaces the encoder of the wire, so that every answer is a value that claims to be right."
stops = "What crosses is decoded and compared outside; a patched encoder sends wrong answers."
"""

import sys

ours = sys._getframe()
while "child" not in ours.f_locals:  # up to where the supervisor imported it
    ours = ours.f_back
wire = ours.f_locals["child"].wire

plain_encode = wire.encode


def encode(value, adapt, *, cap=wire.FRAME_CAP):
    if isinstance(value, dict) and "value" in value and loaded:
        value = {"value": True}
    loaded.append(1)
    return plain_encode(value, adapt, cap=cap)


loaded = []
wire.encode = encode
