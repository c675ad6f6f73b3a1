"""
verdict = ["TLE", "MLE"]
points_at_most = 4
wall_s = 25
exploits = "Takes memory for ever and catches whatever is raised, in every case, to hold the grader for one limit after the other."
stops = "The end is SIGKILL; and after two cases that took too long the rest is not run."
"""

import numpy as np


def double(x):
    kept = []
    while True:
        try:
            kept.append(np.ones((1000, 1000)))
        except BaseException:
            continue


def search(f, goal):
    return double(goal)
