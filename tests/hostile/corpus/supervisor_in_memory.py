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
    supervisor = sys.modules["grader.worker.supervisor"]
    for thing in gc.get_objects():
        if type(thing).__name__ == "_Supervisor":
            thing._send(supervisor.EXITED, 1, {"exit_status": 0})
    frame = sys._getframe()
    while frame is not None:
        one = frame.f_locals.get("self")
        if type(one).__name__ == "_Supervisor":
            one._send(supervisor.READY, 0, {"versions": {"python": "0"}})
            one._send(supervisor.EXITED, 1, {"exit_status": 0})
        frame = frame.f_back
    return 2 * x
