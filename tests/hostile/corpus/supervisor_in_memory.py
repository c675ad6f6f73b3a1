"""
verdict = ["AC", "RTE", "PE", "WA"]
points_at_most = 7
wall_s = 15
exploits = "Finds the supervisor's object, which the fork copied, and lets it speak to the judge."
stops = "The child holds none of the supervisor's descriptors: the copy speaks to the pipe of prints."
"""

import gc
import sys


def double(x):
    ours = sys._getframe()
    while "_Supervisor" not in ours.f_globals:
        ours = ours.f_back
    exited, ready = ours.f_globals["EXITED"], ours.f_globals["READY"]
    for thing in gc.get_objects():
        if type(thing).__name__ == "_Supervisor":
            thing._send(exited, 1, {"exit_status": 0})
    frame = sys._getframe()
    while frame is not None:
        one = frame.f_locals.get("self")
        if type(one).__name__ == "_Supervisor":
            one._send(ready, 0, {"versions": {"python": "0"}})
            one._send(exited, 1, {"exit_status": 0})
        frame = frame.f_back
    return 2 * x
