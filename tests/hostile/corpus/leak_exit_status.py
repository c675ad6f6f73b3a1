"""
verdict = "RTE"
points_at_most = 4
wall_s = 15
hidden_leak = "eight bits of the input, as an exit status"
exploits = "Tells eight bits of the hidden input as its exit status."
stops = "The status and the signal of a hidden case are not shown."
"""

import os


def double(x):
    os._exit(int(abs(x[0]) * 7) % 256)
