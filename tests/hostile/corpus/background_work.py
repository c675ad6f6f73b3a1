"""
verdict = "AC"
points_at_most = 7
wall_s = 40
time_s = 1.0
ratio_at_least = 2.0
exploits = "Answers at once and lets threads and children go on computing beside the clock."
stops = "An answer is bytes, made within the call; the processor time of threads and children counts."
"""

import os
import threading


def double(x):
    def work():
        for _ in range(300):
            2 * x

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return 2 * x
