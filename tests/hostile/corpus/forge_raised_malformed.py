"""
verdict = "PE"
points_at_most = 4
wall_s = 15
exploits = "Forges an exception whose parts are of the wrong types."
stops = "Each part of the record must be of its exact type."
"""

import itertools
import sys

ours = sys._getframe()
while "child" not in ours.f_locals:  # up to where the supervisor imported it
    ours = ours.f_back
child = ours.f_locals["child"]

records = itertools.cycle(
    [
        {"type": 1, "builtin": "E", "message": "m", "frames": []},
        {"frames": {}},
        7,
        None,
        [],
        {"type": "E", "builtin": "E", "message": "m", "frames": [["a", 1]]},
    ]
)


def double(x):
    child._describe = lambda error: next(records)
    raise ValueError
