"""
verdict = "AC"
points_at_most = 7
wall_s = 15
exploits = "Looks through the supervisor's buffers, which the fork copied, for what earlier cases were asked and answered."
stops = "The supervisor wipes its buffer before each fork."
"""

import sys


def double(x):
    frame = sys._getframe()
    while frame is not None:
        one = frame.f_locals.get("self")
        if type(one).__name__ == "_Supervisor":
            rest = bytes(one.buffer).replace(b"\0", b"")
            if b"op" in rest or b"double" in rest:
                return "seen"
        frame = frame.f_back
    return 2 * x
