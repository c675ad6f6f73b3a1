"""
verdict = ["WA", "RTE", "PE"]
points_at_most = 5
wall_s = 15
exploits = "Answers with handles of objects that do not exist, for the judge to use."
stops = "A handle is a number that the judge only sends back to the same child."
"""

import sys

ours = sys._getframe()
while "child" not in ours.f_locals:  # up to where the supervisor imported it
    ours = ours.f_back
wire = ours.f_locals["child"].wire


class Box:
    def __new__(cls, content):
        wire._Encoder._adapted = lambda self, item: ["h", 10**9, "Box" * 1000]
        return object.__new__(cls)

    def put(self, more):
        return self
