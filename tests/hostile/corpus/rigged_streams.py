"""
verdict = ["RTE", "AC"]
points_at_most = 7
wall_s = 15
exploits = "Puts objects in the place of the standard streams whose flush raises what nobody catches."
stops = "What happens in the child costs the child."
"""

import sys


class Stream:
    def flush(self):
        raise KeyboardInterrupt

    write = flush


def double(x):
    sys.stdout = sys.stderr = Stream()
    return 2 * x
