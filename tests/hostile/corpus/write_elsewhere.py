"""
verdict = "AC"
points_at_most = 7
wall_s = 15
exploits = "Writes a file wherever it can, for somebody to run or find."
stops = "All but the scratch space is read-only, and that is emptied."
"""

import os


def double(x):
    for place in (
        "/",
        "/tmp",
        "/var/tmp",
        "/dev/shm",
        "/run",
        "/etc",
        "/root",
        "/home",
        os.path.expanduser("~"),
        "/usr/local/bin",
        ".",
    ):
        try:
            open(f"{place}/dlgrade-hostile-left", "w").close()
        except OSError:
            pass
    return 2 * x
