"""
verdict = "AC"
points_at_most = 7
wall_s = 15
exploits = "Moves pages of mapped files in and out of the page cache by advice, to be timed in another sandbox."
stops = "The filter of system calls lets advice through that concerns a process's own memory, and no other."
"""

import ctypes
import mmap
import os


def double(x):
    libc = ctypes.CDLL(None)
    with open(os.__file__, "rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
        # RANDOM, SEQUENTIAL, WILLNEED, MERGEABLE, COLD, PAGEOUT, POPULATE_READ, POPULATE_WRITE, COLLAPSE
        for advice in (1, 2, 3, 12, 20, 21, 22, 23, 25, 1 << 32 | 21):
            try:
                mapped.madvise(advice)
            except (OSError, OverflowError, ValueError):
                continue
            return f"advice {advice}"
        if libc.posix_fadvise(file.fileno(), 0, 0, 4) == 0 or libc.readahead(file.fileno(), 0, 1 << 20) == 0:
            return "moved"
    return 2 * x
