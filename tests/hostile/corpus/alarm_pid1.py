"""
verdict = "AC"
points_at_most = 7
wall_s = 30
exploits = "Sends the supervisor the very signal that its own deadline uses."
stops = "The handler looks at the clock: an alarm before the deadline is nobody's."
"""

import os
import signal


def double(x):
    for _ in range(100):
        os.kill(os.getppid(), signal.SIGALRM)
        os.kill(os.getppid(), signal.SIGCHLD)
    return 2 * x
