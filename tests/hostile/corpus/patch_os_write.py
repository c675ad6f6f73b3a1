"""
verdict = ["PE", "TLE", "RTE"]
points_at_most = 4
wall_s = 15
exploits = "Replaces os.write, so that every frame goes out torn and doubled."
stops = "A frame that is none is PE; nothing else is read from it."
"""

import os

plain_write = os.write


def double(x):
    os.write = lambda descriptor, data: (
        plain_write(descriptor, bytes(data[::-1])) and plain_write(descriptor, b"junk") and len(data)
    )
    return 2 * x
