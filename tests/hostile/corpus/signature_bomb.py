"""
verdict = ["TLE", "CE", "RTE"]
points_at_most = 0
wall_s = 20
exploits = "Runs code when its signature is looked at: it hangs there."
stops = "Looking is part of loading, in the child, under its clock."
"""

import time


class Double:
    def __call__(self, x):
        return 2 * x

    @property
    def __signature__(self):
        time.sleep(1000)


double = Double()
