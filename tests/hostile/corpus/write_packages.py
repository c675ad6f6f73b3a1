"""
verdict = "AC"
points_at_most = 7
wall_s = 15
exploits = "Changes numpy, Python and their bytecode on disk, for the next submission to import."
stops = "All but the scratch space is read-only, and a sandbox is used once."
"""

import os
import sys
import numpy


def double(x):
    for place in (
        numpy.__file__,
        os.__file__,
        sys.executable,
        os.path.dirname(numpy.__file__) + "/__pycache__/x.pyc",
        os.path.dirname(os.__file__) + "/sitecustomize.py",
    ):
        try:
            open(place, "ab").close()
        except OSError:
            continue
        return place
    return 2 * x
