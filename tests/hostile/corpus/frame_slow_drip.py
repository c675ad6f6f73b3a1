"""
verdict = "TLE"
points_at_most = 4
wall_s = 15
exploits = "Sends a frame byte by byte, so that no single read takes long."
stops = "The deadline is for the whole frame, not for each read."
"""

import os
import sys
import time


def double(x):
    frame = sys._getframe()
    while "server" not in frame.f_locals:
        frame = frame.f_back
    for byte in b"\0\0\1\0" + b"x" * 256:
        os.write(frame.f_locals["server"].pipe.data_out, bytes([byte]))
        time.sleep(0.05)
