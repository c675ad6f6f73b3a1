"""
verdict = "AC"
points_at_most = 7
wall_s = 40
time_s = 1.0
ratio_at_least = 2.0
exploits = "Stops every clock that Python has, so that slow work takes no time."
stops = "Time is the processor time of the sandbox, read outside of the child."
"""

import time

for name in ("time", "perf_counter", "monotonic", "process_time", "thread_time"):
    setattr(time, name, lambda: 0.0)
    setattr(time, name + "_ns", lambda: 0)


def double(x):
    for _ in range(100):
        y = 2 * x
    return y
