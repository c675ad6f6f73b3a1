"""
verdict = "WA"
points_at_most = 4
wall_s = 15
hidden_leak = "some bits of the input, in the time that the case takes"
exploits = "Tells some bits of the hidden input by how long it sleeps."
stops = "The time of a hidden case is rounded to tenths of a second; whoever watches the run itself sees no more."
"""

import time


def double(x):
    time.sleep(int(abs(x[0])) % 100 / 1000)
    return x
