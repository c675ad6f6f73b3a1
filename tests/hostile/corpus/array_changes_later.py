"""
verdict = ["WA"]
points_at_most = 4
wall_s = 15
exploits = "Answers with an array that a thread goes on to fill."
stops = "The answer is the bytes at the moment that they are sent."
"""

import threading
import time
import numpy as np


def double(x):
    answer = np.zeros(x.shape)

    def fill():
        time.sleep(0.2)
        answer[:] = 2 * x

    threading.Thread(target=fill, daemon=True).start()
    return answer
