"""
verdict = ["RTE", "TLE"]
points_at_most = 6
wall_s = 15
exploits = "Runs code when the judge reads an attribute, and hangs there."
stops = "Reading an attribute is a question like any other, under the clock."
"""

import time


class Box:
    def __init__(self, content):
        self._content = content

    @property
    def content(self):
        time.sleep(1000)

    def put(self, more):
        self._content += more
        return self._content
