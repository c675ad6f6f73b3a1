"""
verdict = ["TLE", "WA", "RTE", "OLE"]
points_at_most = 5
wall_s = 20
exploits = "Asks with arguments of the largest size, again and again."
stops = "The size of a question has the cap of an answer, and the judge's clock runs."
"""

import numpy as np


def search(f, goal):
    for _ in range(200):
        f(np.ones(200_000))
