"""
verdict = ["PE", "WA"]
points_at_most = 6
wall_s = 15
exploits = "Sends frames from a destructor, when the worker lets go of the answer."
stops = "What it sends is taken for its answer, and compared; the real one that follows is bytes that nobody asked for."
"""

import sys


class Last:
    def __init__(self, pipe):
        self.pipe = pipe

    def __del__(self):
        self.pipe.send(b"\x93\xa1d\xa5value\x02", [])


class Held(list):
    pass


def double(x):
    frame = sys._getframe()
    while "server" not in frame.f_locals:
        frame = frame.f_back
    gaps = Held([1])
    gaps.last = Last(frame.f_locals["server"].pipe)
    del gaps
    return 2 * x
