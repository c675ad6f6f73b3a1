"""
verdict = "PE"
points_at_most = 4
wall_s = 15
exploits = "Sends nodes that are no values: maps, extensions, dicts without values, keys that are lists, callbacks."
stops = "The decoder knows a closed set of nodes and refuses every other."
"""

import itertools
import msgpack
import sys

ours = sys._getframe()
while "child" not in ours.f_locals:  # up to where the supervisor imported it
    ours = ours.f_back
wire = ours.f_locals["child"].wire

nodes = itertools.cycle(
    [
        ["d", ["l"], 1],
        ["d", 1],
        ["d", 1, 1, 1, 1],
        ["z"],
        [],
        ["h", -1, "x"],
        ["c", 1],
        ["i", "zz"],
        {"a": 1},
        msgpack.ExtType(5, b"x"),
        ["i", "-" * 3000],
        ["h", 1 << 40, "x"],
    ]
)


def double(x):
    wire._Encoder._adapted = lambda self, item: next(nodes)
    return 2 * x
