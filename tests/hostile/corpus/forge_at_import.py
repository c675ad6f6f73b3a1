"""
verdict = ["PE", "CE"]
points_at_most = 0
wall_s = 15
exploits = "Answers the request to load it by itself, twice, with a description of everything as it should be."
stops = "The second answer is bytes that nobody asked for, and a description earns nothing."
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


def function(name):
    return {"kind": "function", "parameters": [[name, "POSITIONAL_OR_KEYWORD", False]], "methods": {}}


described = {"names": [], "entries": {"double": function("x")}}
for _ in range(2):
    server.pipe.send(*wire.encode({"value": described}, server.adapt))
