"""
verdict = ["AC", "RTE", "TLE"]
points_at_most = 7
wall_s = 20
exploits = "Makes thousands of folders side by side, each with a file, so that emptying them takes quadratic time in process 1."
stops = "Each step of the cleaning removes something, and a scan ends at the first folder that is not empty."
"""

import os


def double(x):
    try:
        for number in range(2000):
            os.mkdir(f"d{number}")
            open(f"d{number}/f", "w").close()
    except OSError:
        pass
    return 2 * x
