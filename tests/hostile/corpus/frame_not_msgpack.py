"""
verdict = "PE"
points_at_most = 4
wall_s = 15
exploits = "Sends a pickle where the header must be."
stops = "The header is msgpack and nothing else; nothing on the trusted side unpickles."
"""

import os
import pickle
import sys

ours = sys._getframe()
while "child" not in ours.f_locals:  # up to where the supervisor imported it
    ours = ours.f_back
wire = ours.f_locals["child"].wire


class Bomb:
    def __reduce__(self):
        return os.system, ("touch /tmp/dlgrade-hostile-pickle",)


plain_frame = wire.frame


def double(x):
    wire.frame = lambda nonce, header, buffers: plain_frame(nonce, pickle.dumps(Bomb()), [])
    return 2 * x
