"""
verdict = ["AC", "RTE", "TLE"]
points_at_most = 7
wall_s = 15
exploits = "Runs code of its own whenever the worker's memory is collected, and makes the collection as slow as it can."
stops = "All of it happens in the child, under the call's clock."
"""

import gc


def double(x):
    gc.callbacks.append(lambda *_: [object() for _ in range(1000)])
    gc.unfreeze()
    gc.set_threshold(1, 1, 1)
    return 2 * x
