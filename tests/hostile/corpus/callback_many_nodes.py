"""
verdict = "TLE"
points_at_most = 5
wall_s = 40
exploits = "Asks the judge the same question again and again: a list of a million empty lists, encoded once, which takes far longer to read than to send."
stops = "What it takes to read a frame counts as the time of the child that sent it."
"""

import sys


def search(f, goal):
    ours = sys._getframe()
    while "server" not in ours.f_locals:  # up to the loop that serves the judge
        ours = ours.f_back
    server, wire = ours.f_locals["server"], ours.f_globals["wire"]
    number = []
    server.pipe.send = lambda header, buffers, send=server.pipe.send: (number.append(header), send(header, buffers))
    f(1)
    del server.pipe.send
    asked = number[0]
    question = asked[: asked.index(b"callback") + 9]
    header, buffers = wire.encode({"callback": question[-1], "args": ([[]] * 500_000,)}, server.adapt)
    while True:
        server.pipe.send(header, buffers)
        server.pipe.receive(server.build)
