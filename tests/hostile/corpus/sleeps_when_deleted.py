"""
verdict = ["AC", "TLE", "WA"]
points_at_most = 7
wall_s = 40
exploits = "Leaves objects that sleep for ever when they are deleted, or at the process's end, so that a child that has answered does not go."
stops = "A child is ended by SIGKILL, and asked for nothing more."
"""

import atexit
import time


class Sleeper:
    def __del__(self):
        time.sleep(1000)


kept = Sleeper()
atexit.register(time.sleep, 1000)
