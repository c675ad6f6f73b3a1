"""
verdict = ["TLE", "CE"]
points_at_most = 0
wall_s = 15
exploits = "Sleeps while it is loaded."
stops = "Loading has a limit of its own."
"""

import time

time.sleep(1000)
