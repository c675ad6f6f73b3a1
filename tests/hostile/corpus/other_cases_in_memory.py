"""
verdict = "AC"
points_at_most = 7
wall_s = 40
exploits = "Looks through its heap, which a fork copied from the supervisor, for what other cases printed and answered."
stops = "What passes through the supervisor is in memory that no fork inherits, and is nowhere else in it."
"""

import ctypes
import os

MARK = b"of-the-case-"


def others():
    found = set()
    (heap,) = (line for line in open("/proc/self/maps") if "[heap]" in line)
    low, high = (int(part, 16) for part in heap.split()[0].split("-"))
    while low < high:
        data = ctypes.string_at(low, min(high - low, 1 << 20))
        at = -1
        while (at := data.find(MARK, at + 1)) >= 0:
            number = data[at + len(MARK) :][:9]
            if number.isdigit():
                found.add(int(number))
        low += max(len(data) - 64, 1)
    return found - {os.getpid()}


def double(x):
    print(f"of-the-case-{os.getpid():09}")
    return "seen" if others() else 2 * x
