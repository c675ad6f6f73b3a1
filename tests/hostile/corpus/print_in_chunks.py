"""
verdict = ["OLE", "TLE"]
points_at_most = 4
wall_s = 25
exploits = "Prints for ever, a chunk at a time with pauses, so that neither the limit on prints nor processor time comes soon."
stops = "At the time limit who has printed that much is told that it is the prints; and after two such cases the rest is not run."
"""

import time


def double(x):
    while True:
        try:
            print("x" * 50_000, flush=True)
            time.sleep(0.02)
        except BaseException:
            pass
