"""
verdict = "AC"
points_at_most = 7
wall_s = 40
exploits = "Looks through all of its memory, which a fork copied from the supervisor, for what other cases printed and answered."
stops = "What passes through the supervisor is in memory that no fork inherits, and is nowhere else in it."
"""

import os
import re

MARK = re.compile(rb"of-the-case-([0-9]{9})")


def others():
    memory = os.open("/proc/self/mem", os.O_RDONLY)
    found = set()
    for line in open("/proc/self/maps"):
        low, high = (int(part, 16) for part in line.split()[0].split("-"))
        while "[v" not in line and low < high:
            try:
                data = os.pread(memory, min(high - low, 1 << 20), low)
            except OSError:
                break
            found |= {int(number) for number in MARK.findall(data)}
            low += max(len(data) - 64, 1)
    os.close(memory)
    return found - {os.getpid()}


def double(x):
    print(f"of-the-case-{os.getpid():09}")
    return "seen" if others() else 2 * x
