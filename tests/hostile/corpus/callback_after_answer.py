"""
verdict = ["WA", "PE", "AC"]
points_at_most = 7
wall_s = 15
exploits = "Keeps the function and asks after its answer, from a thread."
stops = "A question that comes when none is awaited is bytes that nobody asked for."
"""

import threading
import time


def search(f, goal):
    def later():
        while True:
            time.sleep(0.001)
            f(1)

    threading.Thread(target=later, daemon=True).start()
    low = 0
    while f(low) < goal:
        low += 1
    return low
