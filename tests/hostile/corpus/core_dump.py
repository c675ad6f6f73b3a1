"""
verdict = "RTE"
points_at_most = 4
wall_s = 15
exploits = "Aborts with much memory mapped, to leave a core file on the machine."
stops = "The size of core files is limited to nothing."
"""

import os


def double(x):
    gaps = b"x" * (50 << 20)
    os.abort()
