"""
verdict = ["WA", "RTE"]
points_at_most = 0
wall_s = 40
exploits = "Answers with numbers that raise when they are made floats or complex ones, formatted, hashed or used as an index."
stops = "Whatever a test or a comparison raises on an answer is tried with the reference, and is then the submission's."
"""

import itertools

ODD = itertools.cycle([10**400, -(10**4000), complex(0, 1), float("nan"), float("-inf"), True, 2**63, [10**400], {10**400: 1}])


def double(x):
    return next(ODD)


class Box:
    content = 10**4000

    def __init__(self, content):
        pass

    def put(self, more):
        return next(ODD)


def search(f, goal):
    return next(ODD)
