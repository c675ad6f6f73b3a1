"""
verdict = "AC"
points_at_most = 7
wall_s = 15
exploits = "Becomes root, by call and by a file with the bit for it."
stops = "All capabilities are dropped, no new privileges can be had, and the user is nobody's."
"""

import os


def double(x):
    for call in (lambda: os.setuid(0), lambda: os.setgid(0), lambda: os.setgroups([0]), lambda: os.seteuid(0)):
        try:
            call()
        except OSError:
            continue
        return "root"
    return 2 * x
