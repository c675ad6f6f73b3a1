"""
verdict = ["RTE", "PE", "TLE", "CE"]
points_at_most = 4
wall_s = 15
exploits = "Deletes the builtins and the modules that the worker needs to answer."
stops = "A worker that cannot answer costs the submission its case."
"""

import builtins
import sys


def double(x):
    for name in list(vars(builtins)):
        if not name.startswith("__"):
            delattr(builtins, name)
    sys.modules.clear()
    return 2 * x
