"""
verdict = ["MLE", "RTE", "TLE"]
verdict_in = { process = ["AC"] }
points_at_most = 7
wall_s = 20
exploits = "Takes shared memory, which a limit on a process's own data does not count."
stops = "The control group counts shared pages too."
"""

import mmap


def double(x):
    blocks = []
    for _ in range(10):
        block = mmap.mmap(-1, 60 << 20)
        for page in range(0, len(block), 4096):
            block[page] = 1
        blocks.append(block)
    return 2 * x
