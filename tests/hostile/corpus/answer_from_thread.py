"""
verdict = ["PE", "WA", "RTE", "AC", "TLE"]
points_at_most = 6
wall_s = 15
exploits = "Leaves a thread in the pipe's way that answers the next questions before they are read."
stops = "It can answer a question, as any submission can, but not with what it does not know; what it breaks is its own."
"""

import sys
import threading

frame = sys._getframe()
while "server" not in frame.f_locals:
    frame = frame.f_back
server = frame.f_locals["server"]


def steal():
    while True:
        server.pipe.receive(server.build)
        server.pipe.send(b"\x93\xa1d\xa5value\x02", [])


def double(x):
    threading.Thread(target=steal, daemon=True).start()
    return 2 * x
