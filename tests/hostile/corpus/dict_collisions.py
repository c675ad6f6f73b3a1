"""
verdict = ["PE", "WA", "OLE"]
points_at_most = 4
wall_s = 20
exploits = "Answers with a dict whose sixty thousand keys have one hash, so that decoding it keeps the judge for minutes."
stops = "The decoder counts equal hashes and refuses a dict that was made for that."
"""

import sys

ours = sys._getframe()
while "child" not in ours.f_locals:  # up to where the supervisor imported it
    ours = ours.f_back
wire = ours.f_locals["child"].wire


def colliding():
    nodes = ["d"]
    for number in range(1, 60_000):
        nodes += [["i", f"{number * (2**61 - 1):x}"], None]
    return nodes


plain_node = wire._Encoder.node


def node(self, value, depth):
    return (
        colliding() if type(value) is dict and "value" not in value and depth == 1 else plain_node(self, value, depth)
    )


def double(x):
    wire._Encoder.node = node
    wire._Encoder._take = lambda self, count: None
    return {"a": 1}
