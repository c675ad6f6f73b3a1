"""
verdict = "PE"
points_at_most = 4
wall_s = 15
exploits = "Sends its own verdict and points instead of an answer."
stops = "The wire has no word for a verdict: an answer is a value, a refusal or a callback."
"""

import sys


def double(x):
    frame = sys._getframe()
    while "server" not in frame.f_locals:
        frame = frame.f_back
    server = frame.f_locals["server"]
    ours = sys._getframe()
    while "child" not in ours.f_locals:  # up to where the supervisor imported it
        ours = ours.f_back
    wire = ours.f_locals["child"].wire
    server.pipe.send(*wire.encode({"verdict": "AC", "points": 7}, server.adapt))
    server.pipe.receive(server.build)
