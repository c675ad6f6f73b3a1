"""
verdict = "RTE"
points_at_most = 4
wall_s = 15
hidden_leak = "some bits of the input, as a signal"
exploits = "Tells some bits of the hidden input by the signal that it dies of."
stops = "The status and the signal of a hidden case are not shown."
"""

import os
import signal


def double(x):
    os.kill(
        os.getpid(), [signal.SIGKILL, signal.SIGSEGV, signal.SIGABRT, signal.SIGBUS, signal.SIGUSR1][int(abs(x[0])) % 5]
    )
