"""
verdict = "RTE"
points_at_most = 4
wall_s = 15
exploits = "Crashes the interpreter."
stops = "Only the child of that case dies; the supervisor reports the signal."
"""

import ctypes


def double(x):
    return ctypes.string_at(0)
