"""
verdict = ["MLE", "TLE"]
verdict_in = { process = ["AC", "RTE", "TLE"] }
points_at_most = 7
wall_s = 20
exploits = "Lets forked children take the memory, each below the limit, while the parent answers correctly."
stops = "The control group counts all together, and its counter of kills is read after every case."
"""

import os


def double(x):
    children = []
    for _ in range(3):
        pid = os.fork()
        if pid == 0:
            block = b"x" * (200 << 20)
            os.read(hold[0], 1)
            os._exit(len(block) % 2)
        children.append(pid)
    import time

    time.sleep(0.6)
    return 2 * x


hold = os.pipe()
