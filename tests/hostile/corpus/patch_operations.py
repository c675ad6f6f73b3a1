"""
verdict = ["WA", "PE", "RTE"]
points_at_most = 4
wall_s = 15
exploits = "Walks up the frames to the worker's table of operations and puts another in its place, to answer each call with what it likes."
stops = "The worker holds no expected value, so what it likes is a guess."
"""

import sys

ours = sys._getframe()
while "_OPERATIONS" not in ours.f_globals:
    ours = ours.f_back


def call(self, target, args, kwargs, want):
    return args[0] if args else None


ours.f_globals["_OPERATIONS"] = {**ours.f_globals["_OPERATIONS"], "call": call}
