"""
verdict = ["CE", "PE"]
points_at_most = 0
wall_s = 15
exploits = "Gives an object where the list of its names must be, to raise inside the judge."
stops = "Each part of the description must be of its exact type before it is looked at."
"""

import sys

ours = sys._getframe()
while "child" not in ours.f_locals:  # up to where the supervisor imported it
    ours = ours.f_back
wire = ours.f_locals["child"].wire

frame = sys._getframe()
while "server" not in frame.f_locals:
    frame = frame.f_back
server = frame.f_locals["server"]
server.pipe.send(*wire.encode({"value": {"names": object(), "entries": {}}}, server.adapt))
server.answer()
