"""
verdict = ["WA", "PE", "RTE", "CE"]
points_at_most = 0
wall_s = 15
exploits = "Replaces the encoder of the wire, so that every answer is a value that claims to be right."
stops = "What crosses is decoded and compared outside; a patched encoder sends wrong answers."
"""

from grader.worker import wire

plain_encode = wire.encode


def encode(value, adapt, *, cap=wire.FRAME_CAP):
    if isinstance(value, dict) and "value" in value and loaded:
        value = {"value": True}
    loaded.append(1)
    return plain_encode(value, adapt, cap=cap)


loaded = []
wire.encode = encode
