"""
verdict = "AC"
points_at_most = 7
wall_s = 15
exploits = "Leaves files, patches, locks and children in one case for the next to find."
stops = "Each case has a fresh process, and the scratch space is emptied between two."
"""

import builtins
import contextlib
import fcntl
import os


def double(x):
    found = [name for name in os.listdir(".")]
    found += [name for name in ("left",) if hasattr(builtins, name)]
    builtins.left = True
    with open(f"left{os.getpid()}", "w") as file, contextlib.suppress(OSError):
        fcntl.flock(file, fcntl.LOCK_EX)
    os.makedirs(f"folder{os.getpid()}", exist_ok=True)
    return 2 * x if not found or os.getpid() == seen else found


seen = None


def remember(of):
    def wrapped(x):
        global seen
        answer = of(x)
        seen = os.getpid()
        return answer

    return wrapped


double = remember(double)
