"""
verdict = ["MLE", "TLE"]
points_at_most = 7
wall_s = 25
exploits = "Lowers its own oom_score_adj, so that the kernel ends the supervisor first when its children take all memory."
stops = "Its files below /proc are not its own: a child is not dumpable, and the filter keeps it so."
"""

import os
import time


def spare():
    for value in range(-1000, 1000, 50):
        for name, shown in (("oom_score_adj", value), ("oom_adj", value * 17 // 1000)):
            try:
                with open(f"/proc/self/{name}", "w") as file:
                    file.write(str(shown))
                return
            except OSError:
                continue


def double(x):
    spare()
    for _ in range(56):  # each smaller than the supervisor
        if os.fork() == 0:
            block = bytearray(b"x") * (9 << 20)
            time.sleep(5 + len(block) % 2)
    time.sleep(5)
    return 2 * x
