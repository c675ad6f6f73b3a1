"""
verdict = ["RTE", "MLE", "TLE"]
points_at_most = 4
wall_s = 20
exploits = "Starts threads until there are no more."
stops = "Threads count like processes, and their number is capped."
"""

import threading
import time


def double(x):
    while True:
        threading.Thread(target=time.sleep, args=(1000,)).start()
