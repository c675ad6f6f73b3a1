"""
verdict = ["WA", "PE", "RTE", "TLE", "AC"]
points_at_most = 7
wall_s = 20
exploits = "Asks from many threads at once, so that questions and answers cross."
stops = "What comes out of order is PE; the judge answers one question at a time."
"""

import threading


def search(f, goal):
    threads = [threading.Thread(target=f, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(0.2)
    return 7
