"""
verdict = ["PE", "CE"]
points_at_most = 0
wall_s = 15
exploits = "Describes its entry points by an array that numpy cannot make, in the one answer that no test looks at."
stops = "The product of the sizes is checked without the zeros, too."
"""

from grader.worker import wire

plain = wire._Encoder.node
wire._Encoder.node = lambda self, value, depth: (
    self._adapted(value) if type(value) is wire.Array else plain(self, value, depth)
)

import sys

frame = sys._getframe()
while "server" not in frame.f_locals:
    frame = frame.f_back
server = frame.f_locals["server"]
server.pipe.send(
    *wire.encode({"value": wire.Array("numpy", "float64", (0, 1 << 39, 1 << 39), False, b"")}, server.adapt)
)
server.answer()
