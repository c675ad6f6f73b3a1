"""
verdict = "AC"
points_at_most = 7
wall_s = 15
exploits = "Leaves a daemon while it is loaded, to look at the cases that follow."
stops = "Each case has a child of its own, and what a child leaves is killed before the next."
"""

import os
import time

if os.fork() == 0:
    os.setsid()
    for name in range(3, 100):
        try:
            os.set_inheritable(name, True)
        except OSError:
            pass
    if os.fork() == 0:
        time.sleep(1000)
    os._exit(0)
