"""
verdict = "PE"
points_at_most = 4
wall_s = 15
exploits = "Keeps the first nonce that it sees, and answers everything with it."
stops = "Each question has a fresh nonce, so an old one is an answer to another question."
"""

import sys

frame = sys._getframe()
while "server" not in frame.f_locals:
    frame = frame.f_back
pipe = frame.f_locals["server"].pipe
kept = pipe.nonce


def double(x):
    pipe.nonce = kept
    return 2 * x
