"""
verdict = ["CE", "PE"]
points_at_most = 0
wall_s = 15
exploits = "Describes its parameters by an array, whose comparison is no truth value, to raise inside the judge."
stops = "Each part of the description must be of its exact type before it is looked at."
"""

import numpy as np
import sys

ours = sys._getframe()
while "child" not in ours.f_locals:  # up to where the supervisor imported it
    ours = ours.f_back
child = ours.f_locals["child"]

child._signatures = lambda module, name, methods: {"kind": "function", "parameters": np.arange(3), "methods": {}}
