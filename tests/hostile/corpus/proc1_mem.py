"""
verdict = "AC"
points_at_most = 7
wall_s = 15
exploits = "Writes into the memory of the supervisor, which has the same user."
stops = "The supervisor is not dumpable: its files in /proc belong to root."
"""

import os


def double(x):
    for pid in {1, os.getppid()}:
        for name in ("mem", "fd/0", "fd/1", "environ", "maps", "root/etc/hostname", "cwd", "task/1/mem"):
            try:
                with open(f"/proc/{pid}/{name}", "r+b", buffering=0):
                    return "opened"
            except OSError:
                pass
    return 2 * x
