"""
verdict = ["CE", "PE", "AC"]
points_at_most = 7
wall_s = 15
exploits = "Names three hundred thousand things that are spelled almost like the missing entry point, to keep the judge comparing."
stops = "The judge looks at the first thousand names, and at none that is long."
"""

import sys

frame = sys._getframe()
while "server" not in frame.f_locals:
    frame = frame.f_back
server = frame.f_locals["server"]

ours = sys._getframe()
while "child" not in ours.f_locals:  # up to where the supervisor imported it
    ours = ours.f_back
wire = ours.f_locals["child"].wire

names = [f"duob{number % 10}l" for number in range(300_000)]
server.pipe.send(*wire.encode({"value": {"names": names, "entries": {}}}, server.adapt))
server.answer()
