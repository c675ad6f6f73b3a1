"""
verdict = "PE"
points_at_most = 4
wall_s = 15
exploits = "Answers with a nonce of its own."
stops = "An answer must echo the fresh nonce of its question."
"""

import sys


def double(x):
    frame = sys._getframe()
    while "server" not in frame.f_locals:
        frame = frame.f_back
    frame.f_locals["server"].pipe.nonce = bytes(16)
    return 2 * x
